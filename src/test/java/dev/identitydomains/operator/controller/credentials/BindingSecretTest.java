package dev.identitydomains.operator.controller.credentials;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ResourceBuilder;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.domain.OpenIdConfiguration;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.kube.WellKnownNames;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindingSecretTest {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final SecretAnnotations ANNOTATIONS =
      SecretAnnotations.forAppWithoutSecret("app-1").of("app-1", SINCE, "", "s3cret");
  private static final ClientKeyPair KEY =
      new ClientKeyPair("orders_2", "PEM", new Sensitive("PKCS8"), List.of("orders_2", "orders_1"));
  private static final String ALL_KEYS =
      "{type: t, provider: p, client-id: i, client-secret: s, issuer-uri: u, token-uri: v,"
          + " authorization-uri: a, jwk-set-uri: j, user-info-uri: n, secure-token-uri: w,"
          + " end-session-uri: e, client-name: m, client-authentication-method: h,"
          + " authorization-grant-type: g, scope: o, redirect-uri: r, user-name-attribute: z,"
          + " key-id: k, tls.crt: c, tls.key: x}";

  private static final String WEB =
      "{grantTypes: [refresh_token, client_credentials, authorization_code],"
          + " redirectUris: ['https://shop/cb'], allowedScopes: ['https://api/read']}";

  private final ClientApplication app = app("{}");

  @Test
  void publishesWellKnownEntries() {
    var secret = layout(app, null).with("s3cret", ANNOTATIONS);
    assertThat(secret.getType()).isEqualTo("servicebinding.io/oauth2");
    assertThat(decoded(secret))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                entry("type", "oauth2"),
                entry("provider", "oci-identity-domain"),
                entry("client-id", "orders_prod"),
                entry("client-name", "orders"),
                entry("client-secret", "s3cret"),
                entry("client-authentication-method", "client_secret_basic"),
                entry("issuer-uri", "https://idp.example.com"),
                entry("token-uri", "https://idp.example.com/token"),
                entry("authorization-uri", "https://idp.example.com/authorize"),
                entry("jwk-set-uri", "https://idp.example.com/jwk"),
                entry("user-info-uri", "https://idp.example.com/userinfo"),
                entry("end-session-uri", "https://idp.example.com/logout")));
  }

  /** W1: clients ask the issuer for its discovery document, which a realm does not have. */
  @Test
  void issuerWithoutDiscoveryDocumentIsLeftOut() {
    var realm =
        new OpenIdConfiguration(
            "https://identity.oraclecloud.com/",
            "https://d.identity.oraclecloud.com:443/oauth2/v1/token",
            null,
            null,
            null,
            null,
            null);
    var secret =
        new BindingSecret(app, "n", "i", realm, List.of(), null).with("s3cret", ANNOTATIONS);
    assertThat(secret.getData())
        .containsOnlyKeys(
            "type",
            "provider",
            "client-id",
            "client-secret",
            "client-name",
            "client-authentication-method",
            "token-uri");
  }

  @Test
  void clientOfMutualTlsGetsItsHost() {
    var client =
        ResourceBuilder.application("orders")
            .uid("7f3c")
            .spec("domainRef: {name: main}\nclient: {grantTypes: [tls_client_auth]}")
            .build();
    assertThat(decoded(layout(client, null).with("s3cret", ANNOTATIONS)))
        .containsEntry("secure-token-uri", "https://secure.idp.example.com/token");
  }

  @Test
  void belongsToApplication() {
    var metadata = layout(app, null).with("s3cret", ANNOTATIONS).getMetadata();
    assertThat(metadata.getNamespace()).isEqualTo("shop");
    assertThat(metadata.getName()).isEqualTo("orders-oauth-client");
    assertThat(metadata.getLabels())
        .containsExactly(Map.entry("app.kubernetes.io/managed-by", WellKnownNames.FIELD_MANAGER));
    var annotations = new TreeMap<>(ANNOTATIONS.toMap());
    annotations.put(
        WellKnownNames.KEYS_ANNOTATION,
        "authorization-uri,client-authentication-method,client-id,client-name,client-secret,"
            + "end-session-uri,issuer-uri,jwk-set-uri,provider,token-uri,type,user-info-uri");
    assertThat(metadata.getAnnotations()).isEqualTo(annotations);
    assertThat(metadata.getOwnerReferences())
        .containsExactly(
            new OwnerReference(
                "identitydomains.dev/v1alpha1", null, true, "ClientApplication", "orders", "7f3c"));
  }

  @Test
  void leavesEmptyClientSecretOut() {
    var secret = layout(app, null).with("", SecretAnnotations.forAppWithoutSecret("app-1"));
    assertThat(secret.getData()).doesNotContainKey("client-secret").containsKey("client-id");
  }

  @Test
  void publishesKeyWithHashAndAcceptedAliases() {
    var secret = layout(app, KEY).with("", ANNOTATIONS);
    assertThat(decoded(secret))
        .containsEntry("key-id", "orders_2")
        .containsEntry("tls.crt", "PEM")
        .containsEntry("tls.key", "PKCS8");
    assertThat(secret.getMetadata().getAnnotations())
        .containsAllEntriesOf(ANNOTATIONS.toMap())
        .containsEntry(WellKnownNames.KEY_IDS_ANNOTATION, "orders_2,orders_1")
        .containsEntry(
            WellKnownNames.KEY_HASH_ANNOTATION,
            ByteString.encodeUtf8("orders_2:PEM:PKCS8").sha256().hex());
  }

  @Test
  void namesEveryEntryAsDeclared() {
    var renamed = app(WEB, "{keys: " + ALL_KEYS + "}");
    var layout = layout(renamed, KEY);
    var secret = layout.with("s3cret", ANNOTATIONS);
    assertThat(decoded(secret))
        .containsEntry("c", "PEM")
        .containsEntry("x", "PKCS8")
        .hasSize(19)
        .containsEntry("z", "sub")
        .containsAllEntriesOf(
            Map.of(
                "e",
                "https://idp.example.com/logout",
                "m",
                "orders",
                "h",
                "client_secret_basic",
                "g",
                "authorization_code",
                "o",
                "openid,https://api/read",
                "r",
                "https://shop/cb"))
        .containsAllEntriesOf(
            Map.of(
                "t", "oauth2",
                "p", "oci-identity-domain",
                "i", "orders_prod",
                "s", "s3cret",
                "u", "https://idp.example.com",
                "v", "https://idp.example.com/token",
                "a", "https://idp.example.com/authorize",
                "j", "https://idp.example.com/jwk",
                "n", "https://idp.example.com/userinfo",
                "k", "orders_2"));
    assertThat(layout.clientSecret(secret)).isEqualTo("s3cret");
    assertThat(BindingSecret.key(renamed, secret)).contains(KEY);
  }

  @Test
  void keepsStandardNamesBesideDeclaredOnes() {
    var longest = "k".repeat(253);
    var secret =
        layout(app("{keys: {client-id: " + longest + "}}"), null).with("s3cret", ANNOTATIONS);
    assertThat(secret.getData())
        .containsKeys(longest, "type", "provider", "client-secret", "issuer-uri", "token-uri")
        .doesNotContainKey("client-id");
  }

  @Test
  void addsDeclaredLabelsAndAnnotations() {
    var secret =
        layout(app("{labels: {team: shop}, annotations: {note: '🔑'}}"), null)
            .with("s3cret", ANNOTATIONS);
    assertThat(secret.getMetadata().getLabels())
        .containsEntry("team", "shop")
        .containsEntry(WellKnownNames.MANAGED_BY_LABEL, WellKnownNames.MANAGED_BY);
    assertThat(secret.getMetadata().getAnnotations())
        .containsEntry("note", "🔑")
        .containsAllEntriesOf(ANNOTATIONS.toMap());
  }

  @Test
  void overridesDeclaredLabelsAndAnnotationsWithItsOwn() {
    var forged =
        app(
            """
            labels: {app.kubernetes.io/managed-by: helm}
            annotations:
              identitydomains.dev/app-id: app-2
              identitydomains.dev/secret-hash: "0"
              identitydomains.dev/key-hash: "0"
              identitydomains.dev/key-ids: others_1
            """);
    var metadata = layout(forged, KEY).with("s3cret", ANNOTATIONS).getMetadata();
    assertThat(metadata.getLabels())
        .isEqualTo(Map.of(WellKnownNames.MANAGED_BY_LABEL, WellKnownNames.MANAGED_BY));
    assertThat(metadata.getAnnotations())
        .isEqualTo(layout(app, KEY).with("s3cret", ANNOTATIONS).getMetadata().getAnnotations());
  }

  @ParameterizedTest
  @ValueSource(strings = {"s", "🔑 pässwörd\n", "a=b&c", "%%%"})
  void readsClientSecretThatItHasWritten(String clientSecret) {
    var layout = layout(app, null);
    assertThat(layout.clientSecret(layout.with(clientSecret, ANNOTATIONS))).isEqualTo(clientSecret);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "%%%", "Zg=", "🔑"})
  void readsNoClientSecretFromMissingOrMalformedEntry(@Nullable String value) {
    var layout = layout(app, null);
    var secret = new Secret();
    assertThat(layout.clientSecret(secret)).isEmpty();
    var data = new TreeMap<String, String>(Map.of("others", "eA=="));
    if (value != null) {
      data.put("client-secret", value);
    }
    secret.setData(data);
    assertThat(layout.clientSecret(secret)).isEmpty();
  }

  @Test
  void findsKeyThatItHasWritten() {
    assertThat(BindingSecret.key(app, layout(app, KEY).with("", ANNOTATIONS))).contains(KEY);
  }

  @Test
  void findsNoKeyWithoutHash() {
    var secret = layout(app, KEY).with("", ANNOTATIONS);
    secret.getMetadata().getAnnotations().remove(WellKnownNames.KEY_HASH_ANNOTATION);
    assertThat(BindingSecret.key(app, secret)).isEmpty();
    secret.getMetadata().setAnnotations(null);
    assertThat(BindingSecret.key(app, secret)).isEmpty();
  }

  @Test
  void findsNoKeyOfAnotherHash() {
    var secret = layout(app, KEY).with("", ANNOTATIONS);
    secret.getMetadata().getAnnotations().put(WellKnownNames.KEY_HASH_ANNOTATION, "0".repeat(64));
    assertThat(BindingSecret.key(app, secret)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"key-id", "tls.crt", "tls.key"})
  void findsNoKeyOfWhichAnEntryWasChanged(String entry) {
    var secret = layout(app, KEY).with("", ANNOTATIONS);
    var data = new TreeMap<>(secret.getData());
    data.put(entry, base64("other"));
    secret.setData(data);
    assertThat(BindingSecret.key(app, secret)).isEmpty();
    data.put(entry, "%%%");
    assertThat(BindingSecret.key(app, secret)).isEmpty();
    data.remove(entry);
    assertThat(BindingSecret.key(app, secret)).isEmpty();
    secret.setData(null);
    assertThat(BindingSecret.key(app, secret)).isEmpty();
  }

  /** An alias that no certificate has makes the domain refuse the App. */
  @Test
  void findsNoEmptyAliasWithoutAnnotation() {
    var secret = layout(app, KEY).with("", ANNOTATIONS);
    secret.getMetadata().getAnnotations().remove(WellKnownNames.KEY_IDS_ANNOTATION);
    assertThat(BindingSecret.key(app, secret).stream().flatMap(key -> key.accepted().stream()))
        .doesNotContain("");
  }

  @Test
  void versionTellsCredentialsApart() {
    var later = ANNOTATIONS.of("app-1", SINCE.plusMillis(1), "", "s3cret");
    var next = new ClientKeyPair("orders_3", "PEM", new Sensitive("PKCS8"), List.of("orders_3"));
    var versions =
        List.of(
            layout(app, null).version(ANNOTATIONS),
            layout(app, KEY).version(ANNOTATIONS),
            layout(app, null).version(later),
            layout(app, next).version(ANNOTATIONS));
    assertThat(versions).doesNotHaveDuplicates();
    assertThat(layout(app, KEY).version(ANNOTATIONS)).isEqualTo(versions.get(1));
  }

  /** S6: the version goes into pod templates, and others may have written what it is made of. */
  @Test
  void versionIsHashWhateverTheAliasIs() {
    var hostile = new ClientKeyPair("x\"}},\"spec\":{", "PEM", new Sensitive("PKCS8"), List.of());
    assertThat(layout(app, hostile).version(ANNOTATIONS)).matches("[0-9a-f]{64}");
  }

  @Test
  void versionIsEmptyWithoutCredentials() {
    var none = SecretAnnotations.forAppWithoutSecret("app-1");
    assertThat(layout(app, null).version(none)).isEmpty();
    assertThat(layout(app, KEY).version(none)).isNotEmpty();
  }

  @Test
  void isSatisfiedByItselfAndByFurtherEntries() {
    var layout = layout(app, null);
    var desired = layout.with("s3cret", ANNOTATIONS);
    assertThat(layout.isSatisfiedBy(desired, desired)).isTrue();
    var more =
        new SecretBuilder(desired)
            .addToData("more", base64("x"))
            .editMetadata()
            .addToLabels("more", "x")
            .addToAnnotations("more", "x")
            .endMetadata()
            .build();
    assertThat(layout.isSatisfiedBy(more, desired)).isTrue();
    assertThat(layout.isSatisfiedBy(desired, more)).isFalse();
  }

  @Test
  void isNotSatisfiedWhereAnEntryDiffersOrIsMissing() {
    var layout = layout(app, null);
    var desired = layout.with("s3cret", ANNOTATIONS);
    var other = new SecretBuilder(desired).addToData("client-secret", base64("other")).build();
    assertThat(layout.isSatisfiedBy(other, desired)).isFalse();
    var label =
        new SecretBuilder(desired).editMetadata().withLabels(Map.of("a", "b")).endMetadata();
    assertThat(layout.isSatisfiedBy(label.build(), desired)).isFalse();
    var annotation =
        new SecretBuilder(desired)
            .editMetadata()
            .addToAnnotations(WellKnownNames.HASH_ANNOTATION, "0")
            .endMetadata();
    assertThat(layout.isSatisfiedBy(annotation.build(), desired)).isFalse();
  }

  @Test
  void isNotSatisfiedWithoutDataLabelsOrAnnotations() {
    var layout = layout(app, null);
    var desired = layout.with("s3cret", ANNOTATIONS);
    var data = new SecretBuilder(desired).build();
    data.setData(null);
    assertThat(layout.isSatisfiedBy(data, desired)).isFalse();
    var labels = new SecretBuilder(desired).build();
    labels.getMetadata().setLabels(null);
    assertThat(layout.isSatisfiedBy(labels, desired)).isFalse();
    var annotations = new SecretBuilder(desired).build();
    annotations.getMetadata().setAnnotations(null);
    assertThat(layout.isSatisfiedBy(annotations, desired)).isFalse();
  }

  @Test
  void isNotSatisfiedWithPrivateKeyThatItDoesNotPublish() {
    var withKey = layout(app, KEY).with("s3cret", ANNOTATIONS);
    var layout = layout(app, null);
    assertThat(layout.isSatisfiedBy(withKey, layout.with("s3cret", ANNOTATIONS))).isFalse();
    assertThat(layout(app, KEY).isSatisfiedBy(withKey, withKey)).isTrue();
  }

  /** What was written once goes, under whatever name. */
  @Test
  void formerKeysAreSurplus() {
    var former =
        layout(app("{keys: {client-id: id}, template: {.env: A}}"), null)
            .with("s3cret", ANNOTATIONS);
    former.getData().put("foreign", "");
    var layout = layout(app("{}"), null);
    var desired = layout.with("s3cret", ANNOTATIONS);
    assertThat(layout.surplus(former, desired)).containsExactlyInAnyOrder("id", ".env");
    assertThat(layout.isSatisfiedBy(former, desired)).isFalse();
  }

  private static ClientApplication app(String credentialsSecret) {
    return app("{}", credentialsSecret);
  }

  private static ClientApplication app(String client, String credentialsSecret) {
    return ResourceBuilder.application("orders")
        .uid("7f3c")
        .spec(
            "domainRef: {name: main}\nclient: "
                + client
                + "\ncredentialsSecret:\n"
                + credentialsSecret.indent(2))
        .build();
  }

  private static BindingSecret layout(ClientApplication app, @Nullable ClientKeyPair key) {
    var facts =
        new OpenIdConfiguration(
            "https://idp.example.com",
            "https://idp.example.com/token",
            "https://secure.idp.example.com/token",
            "https://idp.example.com/authorize",
            "https://idp.example.com/jwk",
            "https://idp.example.com/userinfo",
            "https://idp.example.com/logout");
    var scopes = References.allowedScopes(app).toList();
    return new BindingSecret(app, "orders-oauth-client", "orders_prod", facts, scopes, key);
  }

  private static Map<String, String> decoded(Secret secret) {
    var decoded = new TreeMap<String, String>();
    secret
        .getData()
        .forEach((name, value) ->
            decoded.put(
                name, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    return decoded;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
