package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.CredentialsSecret;
import dev.identitydomains.operator.engine.domain.OpenIdConfiguration;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.kube.WellKnownNames;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a ClientApplication's Secret: its entries and files under the keys of the spec.
 * Pure.
 */
public final class BindingSecret {

  private static final String TYPE = "servicebinding.io/oauth2";

  private final ClientApplication app;
  private final String name;
  private final String clientId;
  private final OpenIdConfiguration facts;
  private final List<String> scopes;
  private final @Nullable ClientKeyPair key;

  /**
   * @param scopes the allowed scopes that the App has, and that one request may name
   * @param key the key pair of the client; null for none
   */
  public BindingSecret(
      ClientApplication app,
      String name,
      String clientId,
      OpenIdConfiguration facts,
      List<String> scopes,
      @Nullable ClientKeyPair key) {
    this.app = app;
    this.name = name;
    this.clientId = clientId;
    this.facts = facts;
    this.scopes = scopes;
    this.key = key;
  }

  /** The keys of a Secret that the operator writes, or has written. */
  static Set<String> keyNames(ClientApplication app, Secret present) {
    var keys = EntryNames.of(app).keys(EntryNames.STANDARD);
    keys.addAll(SecretTemplates.declared(app).keySet());
    var written = WellKnownNames.annotations(present).get(WellKnownNames.KEYS_ANNOTATION);
    Stream.ofNullable(written).flatMap(names -> Stream.of(names.split(","))).forEach(keys::add);
    return keys;
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
    var data = data(clientSecret);
    annotations.put(WellKnownNames.KEYS_ANNOTATION, String.join(",", data.keySet()));
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
        .withData(data)
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
    return value(secret, EntryNames.of(app).key(BindingEntries.CLIENT_SECRET));
  }

  /** The key pair in an application's Secret; empty for none, or if another writer changed it. */
  static Optional<ClientKeyPair> key(ClientApplication app, Secret secret) {
    var names = EntryNames.of(app);
    var annotations = WellKnownNames.annotations(secret);
    if (!annotations.containsKey(WellKnownNames.KEY_HASH_ANNOTATION)) {
      return Optional.empty();
    }
    var accepted = annotations.getOrDefault(WellKnownNames.KEY_IDS_ANNOTATION, "");
    var key =
        new ClientKeyPair(
            value(secret, names.key(BindingEntries.KEY_ID)),
            value(secret, names.key(BindingEntries.CERTIFICATE)),
            new Sensitive(value(secret, names.key(BindingEntries.PRIVATE_KEY))),
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

  /** Whether a Secret has the owner and all entries of the desired one, and no former entry. */
  boolean isSatisfiedBy(Secret present, Secret desired) {
    return OwnedSecrets.isOwned(present, app)
        && surplus(present, desired).isEmpty()
        && has(present.getData(), desired.getData())
        && has(present.getMetadata().getLabels(), desired.getMetadata().getLabels())
        && has(present.getMetadata().getAnnotations(), desired.getMetadata().getAnnotations());
  }

  /** The keys of a Secret that the operator may have written, and that are not desired any more. */
  Set<String> surplus(Secret present, Secret desired) {
    var data = Objects.requireNonNullElse(present.getData(), Map.<String, String>of());
    return keyNames(app, present).stream()
        .filter(data::containsKey)
        .filter(name -> !desired.getData().containsKey(name))
        .collect(Collectors.toSet());
  }

  /** A copy that says that the operator wrote these keys as well: they are to be removed. */
  static Secret withKeys(Secret desired, Set<String> more) {
    var keys = new TreeSet<>(desired.getData().keySet());
    keys.addAll(more);
    return new SecretBuilder(desired)
        .editMetadata()
        .addToAnnotations(WellKnownNames.KEYS_ANNOTATION, String.join(",", keys))
        .endMetadata()
        .build();
  }

  private static boolean has(
      @Nullable Map<String, String> present, @Nullable Map<String, String> wanted) {
    return wanted == null || (present != null && present.entrySet().containsAll(wanted.entrySet()));
  }

  private Map<String, String> data(String clientSecret) {
    var entries = BindingEntries.of(app, clientId, facts, key, scopes, clientSecret);
    var names = EntryNames.of(app);
    var data = new TreeMap<String, String>();
    SecretTemplates.files(app, entries).forEach((name, text) -> data.put(name, base64(text)));
    entries.forEach((standard, text) -> data.put(names.key(standard), base64(text)));
    return data;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
