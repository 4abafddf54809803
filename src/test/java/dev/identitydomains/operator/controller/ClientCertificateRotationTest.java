package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.identitydomains.ShiftedClock;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.Fault;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.tls.HeldCertificate;
import okio.ByteString;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that the operator makes for clients, and consumers that are restarted. */
class ClientCertificateRotationTest {

  private static final String KEYED =
      OperatorFixture.ORDERS.replace(
          "[client_credentials]", "[client_credentials], certificates: CERTIFICATES");

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: orders, namespace: shop}
      spec: {template: {metadata: {labels: {app: orders}}, spec: {serviceAccountName: orders}}}
      """;

  private final OkHttpClient http = new OkHttpClient();

  private final ShiftedClock clock = new ShiftedClock(Duration.ofHours(3));
  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start(clock);
    cluster.apply(OperatorFixture.DOMAIN + "  driftCheckInterval: 1s\n");
  }

  private void apply(String certificates) {
    cluster.apply(KEYED.replace("CERTIFICATES", certificates));
    cluster.awaitReady("orders");
  }

  @Test
  void keyInSecretObtainsToken() throws IOException {
    apply("{}");
    assertThat(tokenStatus(secret())).isEqualTo(200);
    assertThat(secret().getData()).containsKeys("tls.crt", "tls.key", "key-id", "client-secret");
    assertThat(certificates()).isEqualTo(listed()).hasSize(1);
  }

  @Test
  void rotationAcceptsFormerKeyUntilEndOfOverlap() throws IOException {
    apply("{}");
    var first = secret();
    clock.catchUp();
    apply("{rotateAfter: 2h, overlap: 1h}");
    await().until(() -> !keyId(secret()).equals(keyId(first)));
    apply("{rotateAfter: 8000h, overlap: 1h}");
    var second = secret();
    assertThat(listed()).hasSize(2).isEqualTo(certificates());
    assertThat(tokenStatus(second)).isEqualTo(200);

    apply("{rotateAfter: 8000h, overlap: 1s}");
    await().until(() -> certificates().equals(List.of(keyId(second))));
    assertThat(listed()).containsExactly(keyId(second));
    assertThat(tokenStatus(second)).isEqualTo(200);
    assertThat(tokenStatus(first)).isEqualTo(401);
    assertThat(cluster.eventReasons()).contains("CertificatesChanged");
  }

  @Test
  void rotationOnDemandReplacesKeyWithoutOverlap() throws IOException {
    apply("{}");
    var first = secret();
    cluster.annotate("orders", "identitydomains.dev/rotate-secret", "leaked");
    await().until(() -> certificates().size() == 1 && !certificates().contains(keyId(first)));
    await()
        .until(() ->
            "leaked"
                .equals(
                    secret().getMetadata().getAnnotations().get(WellKnownNames.ROTATE_ANNOTATION)));
    assertThat(listed()).containsExactly(keyId(secret()));
    assertThat(tokenStatus(first)).isEqualTo(401);
    assertThat(tokenStatus(secret())).isEqualTo(200);
    assertThat(cluster.eventReasons())
        .as("the operator's own change is told once, and is nobody else's")
        .contains("CertificatesChanged")
        .doesNotContain("DriftCorrected");
  }

  /** S9: a rotation that has to wait makes no key before its time, and one then. */
  @Test
  void postponedRotationMakesOneKeyInItsTime() {
    apply("{}");
    for (var value : List.of("first", "second")) {
      var before = keyId(secret());
      cluster.annotate("orders", "identitydomains.dev/rotate-secret", value);
      await().until(() -> rotated().equals(value) && !keyId(secret()).equals(before));
    }
    var second = keyId(secret());
    cluster.annotate("orders", "identitydomains.dev/rotate-secret", "third");
    describe("Later");
    describe("Even later");
    assertThat(rotated()).isEqualTo("second");
    assertThat(certificates()).isEqualTo(listed()).containsExactly(second);
    assertThat(uploads()).isEqualTo(3);

    clock.catchUp();
    describe("Much later");
    await().until(() -> rotated().equals("third"));
    assertThat(certificates()).isEqualTo(listed()).doesNotContain(second).hasSize(1);
    assertThat(uploads()).isEqualTo(4);
  }

  /** S9: so does one whose client secret the domain does not yet replace. */
  @Test
  void failedRotationMakesOneKey() {
    apply("{}");
    cluster
        .domain()
        .faults()
        .arm("POST /admin/v1/AppClientSecretRegenerator", new Fault.Status(503), 1);
    cluster.annotate("orders", "identitydomains.dev/rotate-secret", "leaked");
    await().until(() -> rotated().equals("leaked"));
    assertThat(cluster.domain().faults().hits()).isEqualTo(1);
    assertThat(uploads()).isEqualTo(2);
  }

  /** S9: so does one whose key somebody deletes again and again. */
  @Test
  void lostKeysAreMadeAtALimitedPace() {
    apply("{}");
    for (var i = 0; i < 4; i++) {
      var former = secret();
      cluster.client().resource(former).delete();
      await()
          .until(() ->
              cluster
                  .secret("orders-oauth-client")
                  .filter(present -> !uid(present).equals(uid(former)))
                  .isPresent());
    }
    describe("Later");
    assertThat(uploads()).isEqualTo(3);
    clock.catchUp();
    describe("At last");
    assertThat(listed()).contains(keyId(secret()));
    assertThat(uploads()).isEqualTo(4);
  }

  private static String uid(Secret secret) {
    return secret.getMetadata().getUid();
  }

  private void describe(String text) {
    cluster.apply(KEYED.replace("CERTIFICATES", "{}") + "  description: " + text + "\n");
    await().until(() -> cluster.domain().app("orders").path("description").asText().equals(text));
    cluster.awaitReady("orders");
  }

  private String rotated() {
    return WellKnownNames.annotations(cluster.secret("orders-oauth-client").orElseThrow())
        .getOrDefault(WellKnownNames.ROTATE_ANNOTATION, "");
  }

  private long uploads() {
    return cluster.domain().calls().stream()
        .filter(call -> call.line().equals("POST /admin/v1/OAuthClientCertificates"))
        .count();
  }

  @Test
  void lostKeyIsReplacedWithOverlap() throws IOException {
    apply("{}");
    var first = secret();
    cluster.client().resource(first).delete();
    await().until(() -> cluster.secret("orders-oauth-client").isPresent());
    assertThat(keyId(secret())).isNotEqualTo(keyId(first));
    assertThat(tokenStatus(secret())).isEqualTo(200);
    assertThat(tokenStatus(first)).isEqualTo(200);
  }

  @Test
  void certificatesAreDeletedWhenNoLongerDeclared() {
    apply("{}");
    cluster.apply(OperatorFixture.ORDERS);
    await().until(() -> certificates().isEmpty());
    await().until(() -> !secret().getData().containsKey("tls.key"));
    assertThat(listed()).isEmpty();
  }

  @Test
  void certificatesAreDeletedWithTheirApplication() {
    apply("{}");
    cluster.deleteAndAwait(ClientApplication.class, "orders");
    assertThat(certificates()).isEmpty();
  }

  @Test
  void onlyRotationRestartsDeclaredWorkloads() {
    cluster.apply(DEPLOYMENT);
    var restarting =
        OperatorFixture.ORDERS
            + "  credentialsSecret: {restart: [Deployment/orders, DaemonSet/none]}\n";
    cluster.apply(restarting);
    cluster.awaitReady("orders");
    assertThat(restartedFor()).isEmpty();
    cluster.annotate("orders", "identitydomains.dev/rotate-secret", "now");
    await().until(() -> !restartedFor().isEmpty());
    await().until(() -> cluster.eventReasons().contains("Restarted"));
    await()
        .until(() ->
            cluster.events("DependencyNotReady").stream()
                .anyMatch(message ->
                    message.contains("DaemonSet/none was not restarted: it does not exist")));
    assertThat(deployment().get("spec", "template", "spec", "serviceAccountName").toString())
        .isEqualTo("orders");
  }

  /** S6: whoever may write the Secret can hash its entries as well. */
  @Test
  void forgedKeyIsReplacedAndChangesNoWorkload() {
    cluster.apply(DEPLOYMENT);
    var restarting =
        KEYED.replace("CERTIFICATES", "{}")
            + "  credentialsSecret: {restart: [Deployment/orders]}\n";
    cluster.apply(restarting);
    var forged = secret();
    var alias =
        "x\"}},\"spec\":{\"serviceAccountName\":\"somebody-else\",\"hostNetwork\":true},\"z\":{\"y\":{\"w\":\"";
    var hashed =
        ByteString.encodeUtf8(
            String.join(
                ":",
                alias,
                OperatorFixture.value(forged, "tls.crt"),
                OperatorFixture.value(forged, "tls.key")));
    cluster
        .client()
        .resource(forged)
        .edit(secret ->
            new SecretBuilder(secret)
                .addToData("key-id", ByteString.encodeUtf8(alias).base64())
                .editMetadata()
                .addToAnnotations(WellKnownNames.KEY_HASH_ANNOTATION, hashed.sha256().hex())
                .endMetadata()
                .build());
    await().until(() -> !restartedFor().isEmpty());
    assertThat(restartedFor()).matches("[0-9a-f]{64}");
    assertThat(deployment().get("spec", "template", "spec").toString())
        .contains("serviceAccountName=orders")
        .doesNotContain("somebody-else", "hostNetwork");
    assertThat(keyId(secret())).matches("orders_[0-9a-f]{32}_2");
    assertThat(listed()).containsExactlyElementsOf(certificates());
  }

  /** S6: a namesake of another namespace has the same beginning of its aliases. */
  @Test
  void aliasOfAnotherResourceIsRefused() {
    admitAll();
    apply("{}");
    var alias = keyId(secret());
    cluster.apply(namesake("certificateAliases: [" + alias + "]"));
    cluster.awaitIn("evil", ClientApplication.class, "orders", Reason.InvalidSpec);
    cluster.apply(namesake("certificates: {}"));
    cluster.awaitIn("evil", ClientApplication.class, "orders", Reason.Synced);
    assertThat(certificates()).contains(alias).hasSize(2);
  }

  /** S6: nor does an App that lists it, or the Secret, give it away. */
  @Test
  void certificateOfNamesakeIsNotDeleted() {
    admitAll();
    apply("{}");
    var alias = keyId(secret());
    cluster.apply(namesake("certificates: {}"));
    cluster.awaitIn("evil", ClientApplication.class, "orders", Reason.Synced);
    var secrets = cluster.client().secrets().inNamespace("evil").withName("orders-oauth-client");
    var key = keyId(secrets.get());
    secrets.edit(secret ->
        new SecretBuilder(secret)
            .editMetadata()
            .addToAnnotations(WellKnownNames.KEY_IDS_ANNOTATION, key + "," + alias)
            .endMetadata()
            .build());
    var thief = cluster.domain().find("Apps", "displayName", "thief");
    var entries = JsonNodeFactory.instance.arrayNode();
    for (var one : List.of(key, alias)) {
      entries.addObject().put("certAlias", one);
    }
    cluster.domain().edit("Apps", thief.path("id").asText(), "certificates", entries);
    cluster.awaitFullRead();
    edit("evil", Map.of("identitydomains.dev/rotate-secret", "leaked"));
    await().until(() -> !keyId(secrets.get()).equals(key));
    cluster.deleteIn("evil", ClientApplication.class, "orders");
    assertThat(certificates()).containsExactly(alias);
  }

  /** After a restore from a backup, the resource has another uid. */
  @Test
  void certificateOfFormerResourceIsReplacedAndDeleted() {
    apply("{}");
    var former = "orders_" + "0".repeat(32) + "_7";
    var encoded =
        OperatorFixture.value(secret(), "tls.crt").replaceAll("-----[A-Z ]+-----|\\s", "");
    cluster
        .domain()
        .make(
            "OAuthClientCertificates",
            JsonNodeFactory.instance
                .objectNode()
                .put("certificateAlias", former)
                .put("x509Base64Certificate", encoded));
    var entries = JsonNodeFactory.instance.arrayNode();
    for (var one : List.of(keyId(secret()), former)) {
      entries.addObject().put("certAlias", one);
    }
    cluster.annotate("orders", "identitydomains.dev/paused", "true");
    var app = cluster.domain().app("orders").path("id").asText();
    cluster.domain().edit("Apps", app, "certificates", entries);
    cluster.awaitFullRead();
    edit(OperatorFixture.NAMESPACE, Map.of("identitydomains.dev/rotate-secret", "leaked"));
    await().until(() -> !certificates().contains(former));
    assertThat(certificates()).hasSize(1);
  }

  private void edit(String namespace, Map<String, String> annotations) {
    cluster
        .client()
        .resources(ClientApplication.class)
        .inNamespace(namespace)
        .withName("orders")
        .edit(app -> {
          app.getMetadata().setAnnotations(annotations);
          app.getMetadata().setResourceVersion(null);
          return app;
        });
  }

  private void admitAll() {
    cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: evil}\n");
    cluster.apply(
        OperatorFixture.DOMAIN + "  driftCheckInterval: 1s\n  allowedNamespaces: {from: All}\n");
  }

  private static String namesake(String certificates) {
    return KEYED
        .replace("namespace: shop", "namespace: evil")
        .replace("{name: main}", "{name: main, namespace: shop}")
        .replace("  clientId: orders\n", "  displayName: thief\n")
        .replace("certificates: CERTIFICATES", certificates);
  }

  private String restartedFor() {
    var annotation =
        deployment()
            .get(
                "spec", "template", "metadata", "annotations", "identitydomains.dev/restarted-for");
    return annotation == null ? "" : annotation.toString();
  }

  private GenericKubernetesResource deployment() {
    return cluster
        .client()
        .genericKubernetesResources("apps/v1", "Deployment")
        .inNamespace(OperatorFixture.NAMESPACE)
        .withName("orders")
        .get();
  }

  private Secret secret() {
    cluster.awaitReady("orders");
    return cluster.secret("orders-oauth-client").orElseThrow();
  }

  private static String keyId(Secret secret) {
    return OperatorFixture.value(secret, "key-id");
  }

  private List<String> listed() {
    return cluster
        .domain()
        .app("orders")
        .path("certificates")
        .valueStream()
        .map(entry -> entry.path("certAlias").asText())
        .sorted()
        .toList();
  }

  private List<String> certificates() {
    return cluster
        .domain()
        .resources("OAuthClientCertificates")
        .map(certificate -> certificate.path("certificateAlias").asText())
        .sorted()
        .toList();
  }

  /** Asks for a token as RFC 7523 section 2.2 describes. */
  private int tokenStatus(Secret secret) throws IOException {
    var form =
        new FormBody.Builder()
            .add("grant_type", "client_credentials")
            .add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            .add("client_assertion", assertion(secret));
    var request =
        new Request.Builder()
            .url(OperatorFixture.value(secret, "token-uri"))
            .post(form.build())
            .build();
    try (var reply = http.newCall(request).execute()) {
      return reply.code();
    }
  }

  private String assertion(Secret secret) {
    var key =
        HeldCertificate.decode(
            OperatorFixture.value(secret, "tls.crt") + OperatorFixture.value(secret, "tls.key"));
    var claims =
        new JWTClaimsSet.Builder()
            .subject("orders")
            .issuer("orders")
            .audience(cluster.domain().url() + "/")
            .jwtID(UUID.randomUUID().toString())
            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
            .build();
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(keyId(secret))
                .build(),
            claims);
    try {
      jwt.sign(new RSASSASigner(key.keyPair().getPrivate()));
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }
}
