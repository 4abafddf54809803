package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.CredentialsSecret;
import dev.identitydomains.operator.api.v1alpha1.SecretKeys;
import dev.identitydomains.operator.engine.domain.OpenIdConfiguration;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.kube.WellKnownNames;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a ClientApplication's Secret: entries of the Service Binding Specification for
 * Kubernetes ("Well-known Secret Entries"), under the keys of the spec. Pure.
 */
public final class BindingSecret {

  private static final String TYPE = "servicebinding.io/oauth2";

  private final ClientApplication app;
  private final String name;
  private final String clientId;
  private final OpenIdConfiguration facts;
  private final @Nullable ClientKeyPair key;

  /**
   * @param key the key pair of the client; null for none
   */
  public BindingSecret(
      ClientApplication app,
      String name,
      String clientId,
      OpenIdConfiguration facts,
      @Nullable ClientKeyPair key) {
    this.app = app;
    this.name = name;
    this.clientId = clientId;
    this.facts = facts;
    this.key = key;
  }

  /** The keys of the Secret that the operator writes. */
  static Set<String> keyNames(ClientApplication app) {
    var keys = keys(app);
    return Stream.of(
            keys.type(),
            keys.provider(),
            keys.clientId(),
            keys.clientSecret(),
            keys.issuerUri(),
            keys.tokenUri(),
            keys.authorizationUri(),
            keys.jwkSetUri(),
            keys.userInfoUri(),
            keys.secureTokenUri(),
            keys.keyId(),
            keys.certificate(),
            keys.privateKey())
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Builds the Secret, without an entry for an empty client secret. */
  Secret with(String clientSecret, SecretAnnotations described) {
    var spec = Optional.ofNullable(app.getSpec().credentialsSecret());
    var annotations = new TreeMap<>(spec.map(CredentialsSecret::annotations).orElseGet(Map::of));
    annotations.putAll(described.toMap());
    if (key != null) {
      annotations.put(WellKnownNames.KEY_IDS_ANNOTATION, String.join(",", key.accepted()));
      annotations.put(WellKnownNames.KEY_HASH_ANNOTATION, hash(key));
    }
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(app.getMetadata().getNamespace())
        .addToLabels(spec.map(CredentialsSecret::labels).orElseGet(Map::of))
        .addToLabels(WellKnownNames.MANAGED_BY_LABEL, WellKnownNames.MANAGED_BY)
        .withAnnotations(annotations)
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(app.getApiVersion())
                .withKind(app.getKind())
                .withName(app.getMetadata().getName())
                .withUid(app.getMetadata().getUid())
                .withController(true)
                .build())
        .endMetadata()
        .withType(TYPE)
        .withData(data(clientSecret))
        .build();
  }

  /**
   * The version of the credentials, which differs after each rotation: a hash, since it goes into
   * the workloads. Empty without credentials.
   */
  String version(SecretAnnotations annotations) {
    var since = annotations.rotationTime().map(Instant::toString).orElse("");
    var alias = key == null ? "" : key.alias();
    return since.isEmpty() && alias.isEmpty()
        ? ""
        : ByteString.encodeUtf8(since + "/" + alias).sha256().hex();
  }

  /** The client secret in a Secret; empty for none. */
  String clientSecret(Secret secret) {
    return value(secret, keys(app).clientSecret());
  }

  /** The key pair in an application's Secret; empty for none, or if another writer changed it. */
  static Optional<ClientKeyPair> key(ClientApplication app, Secret secret) {
    var keys = keys(app);
    var annotations = WellKnownNames.annotations(secret);
    if (!annotations.containsKey(WellKnownNames.KEY_HASH_ANNOTATION)) {
      return Optional.empty();
    }
    var accepted = annotations.getOrDefault(WellKnownNames.KEY_IDS_ANNOTATION, "");
    var key =
        new ClientKeyPair(
            value(secret, keys.keyId()),
            value(secret, keys.certificate()),
            new Sensitive(value(secret, keys.privateKey())),
            Stream.of(accepted.split(",")).filter(alias -> !alias.isEmpty()).toList());
    return hash(key).equals(annotations.get(WellKnownNames.KEY_HASH_ANNOTATION))
        ? Optional.of(key)
        : Optional.empty();
  }

  private static String hash(ClientKeyPair key) {
    var text = String.join(":", key.alias(), key.certificate(), key.privateKey().value());
    return ByteString.encodeUtf8(text).sha256().hex();
  }

  private static String value(Secret secret, @Nullable String key) {
    var data = Objects.requireNonNullElse(secret.getData(), Map.<String, String>of());
    try {
      var bytes = Base64.getDecoder().decode(data.getOrDefault(key, ""));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  /**
   * Whether a Secret has the owner and all entries of the desired one, and no other private key.
   */
  boolean isSatisfiedBy(Secret present, Secret desired) {
    return OwnedSecrets.isOwned(present, app)
        && (key != null || value(present, keys(app).privateKey()).isEmpty())
        && surplus(present, desired).isEmpty()
        && has(present.getData(), desired.getData())
        && has(present.getMetadata().getLabels(), desired.getMetadata().getLabels())
        && has(present.getMetadata().getAnnotations(), desired.getMetadata().getAnnotations());
  }

  /** The keys of endpoints in a Secret that the domain does not have, or no longer. */
  Set<String> surplus(Secret present, Secret desired) {
    var keys = keys(app);
    var data = Objects.requireNonNullElse(present.getData(), Map.<String, String>of());
    return Stream.of(
            keys.issuerUri(),
            keys.authorizationUri(),
            keys.jwkSetUri(),
            keys.userInfoUri(),
            keys.secureTokenUri())
        .filter(Objects::nonNull)
        .filter(data::containsKey)
        .filter(name -> !desired.getData().containsKey(name))
        .collect(Collectors.toSet());
  }

  private static boolean has(
      @Nullable Map<String, String> present, @Nullable Map<String, String> wanted) {
    return wanted == null || (present != null && present.entrySet().containsAll(wanted.entrySet()));
  }

  private Map<String, String> data(String clientSecret) {
    var keys = keys(app);
    var data = new TreeMap<String, String>();
    put(data, keys.type(), "oauth2");
    put(data, keys.provider(), "oci-identity-domain");
    put(data, keys.clientId(), clientId);
    put(data, keys.issuerUri(), facts.isFoundAtIssuer() ? facts.issuer() : null);
    put(data, keys.tokenUri(), facts.tokenEndpoint());
    put(data, keys.authorizationUri(), facts.authorizationEndpoint());
    put(data, keys.jwkSetUri(), facts.jwksUri());
    put(data, keys.userInfoUri(), facts.userinfoEndpoint());
    put(data, keys.secureTokenUri(), usesTls() ? facts.secureTokenEndpoint() : null);
    if (!clientSecret.isEmpty()) {
      put(data, keys.clientSecret(), clientSecret);
    }
    if (key != null) {
      put(data, keys.keyId(), key.alias());
      put(data, keys.certificate(), key.certificate());
      put(data, keys.privateKey(), key.privateKey().value());
    }
    return data;
  }

  private boolean usesTls() {
    return Optional.ofNullable(app.getSpec().client())
        .map(client -> client.grantTypes())
        .filter(grants -> grants.contains("tls_client_auth"))
        .isPresent();
  }

  private static void put(Map<String, String> data, @Nullable String key, @Nullable String value) {
    if (value == null) {
      return;
    }
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    data.put(Objects.requireNonNull(key), Base64.getEncoder().encodeToString(bytes));
  }

  private static SecretKeys keys(ClientApplication app) {
    var standard = SecretKeys.STANDARD;
    return Optional.ofNullable(app.getSpec().credentialsSecret())
        .map(CredentialsSecret::keys)
        .map(keys ->
            new SecretKeys(
                or(keys.type(), standard.type()),
                or(keys.provider(), standard.provider()),
                or(keys.clientId(), standard.clientId()),
                or(keys.clientSecret(), standard.clientSecret()),
                or(keys.issuerUri(), standard.issuerUri()),
                or(keys.tokenUri(), standard.tokenUri()),
                or(keys.authorizationUri(), standard.authorizationUri()),
                or(keys.jwkSetUri(), standard.jwkSetUri()),
                or(keys.userInfoUri(), standard.userInfoUri()),
                or(keys.secureTokenUri(), standard.secureTokenUri()),
                or(keys.keyId(), standard.keyId()),
                or(keys.certificate(), standard.certificate()),
                or(keys.privateKey(), standard.privateKey())))
        .orElse(standard);
  }

  private static @Nullable String or(@Nullable String name, @Nullable String standard) {
    return name == null ? standard : name;
  }
}
