package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.status.StatusTimestamp;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of a Secret that describe its client secret.
 *
 * @param appId id of the App of the client secret; empty when unknown
 * @param rotatedAt start of the client secret's use; null when unknown
 * @param rotation the value of the rotation annotation at the last rotation; empty for none
 * @param rotating the rotation that has begun and may be unfinished; empty for none
 * @param hash the hash of App id and client secret
 * @param restarted the version of the Secret that the workloads run with; empty without a restart
 */
record SecretAnnotations(
    String appId,
    @Nullable Instant rotatedAt,
    String rotation,
    String rotating,
    String hash,
    String restarted) {

  private static final SecretAnnotations NONE = forAppWithoutSecret("");

  /** The annotations of a Secret; none for null. */
  static SecretAnnotations of(@Nullable Secret secret) {
    if (secret == null) {
      return NONE;
    }
    var annotations = WellKnownNames.annotations(secret);
    return new SecretAnnotations(
        annotations.getOrDefault(WellKnownNames.APP_ID_ANNOTATION, ""),
        StatusTimestamp.parse(annotations.get(WellKnownNames.ROTATED_AT_ANNOTATION)).orElse(null),
        annotations.getOrDefault(WellKnownNames.ROTATE_ANNOTATION, ""),
        annotations.getOrDefault(WellKnownNames.ROTATING_ANNOTATION, ""),
        annotations.getOrDefault(WellKnownNames.HASH_ANNOTATION, ""),
        annotations.getOrDefault(WellKnownNames.RESTARTED_ANNOTATION, ""));
  }

  static SecretAnnotations forAppWithoutSecret(String appId) {
    return new SecretAnnotations(appId, null, "", "", "", "");
  }

  /** These annotations if they belong to this App, else none. */
  SecretAnnotations forApp(String id) {
    return appId.equals(id) ? this : NONE;
  }

  /** A copy for another client secret. */
  SecretAnnotations of(String id, Instant since, String rotationValue, String clientSecret) {
    return new SecretAnnotations(
        id, since, rotationValue, rotating, hash(id, clientSecret), restarted);
  }

  SecretAnnotations rotating(String value) {
    return new SecretAnnotations(appId, rotatedAt, rotation, value, hash, restarted);
  }

  SecretAnnotations restarted(String version) {
    return new SecretAnnotations(appId, rotatedAt, rotation, rotating, hash, version);
  }

  Optional<Instant> rotationTime() {
    return Optional.ofNullable(rotatedAt);
  }

  /** Whether the operator wrote this client secret; else another writer changed it. */
  boolean isHashOf(String clientSecret) {
    return hash.equals(hash(appId, clientSecret));
  }

  private static String hash(String appId, String clientSecret) {
    return ByteString.encodeUtf8(appId + ":" + clientSecret).sha256().hex();
  }

  /** The annotations by their names, without empty ones. */
  Map<String, String> toMap() {
    var annotations = new LinkedHashMap<String, String>();
    annotations.put(WellKnownNames.APP_ID_ANNOTATION, appId);
    annotations.put(
        WellKnownNames.ROTATED_AT_ANNOTATION, rotationTime().map(Instant::toString).orElse(""));
    annotations.put(WellKnownNames.ROTATE_ANNOTATION, rotation);
    annotations.put(WellKnownNames.ROTATING_ANNOTATION, rotating);
    annotations.put(WellKnownNames.HASH_ANNOTATION, hash);
    annotations.put(WellKnownNames.RESTARTED_ANNOTATION, restarted);
    annotations.values().removeIf(String::isEmpty);
    return annotations;
  }
}
