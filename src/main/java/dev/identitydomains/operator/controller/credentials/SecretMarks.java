package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.kube.Names;
import dev.identitydomains.operator.kube.Triggers;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a Secret's annotations say of its client secret.
 *
 * @param appId the App whose secret it is; empty when nobody knows
 * @param rotatedAt since when it is used
 * @param rotation value of the annotation that it was last rotated for; empty for none
 * @param rotating the rotation that was begun and may have happened; empty for none
 * @param hash what the client secret hashes to
 * @param restarted the version of the Secret that its consumers run with; empty when nobody cares
 */
record SecretMarks(
    String appId,
    Optional<Instant> rotatedAt,
    String rotation,
    String rotating,
    String hash,
    String restarted) {

  private static final SecretMarks NONE = new SecretMarks("", Optional.empty(), "", "", "", "");

  static SecretMarks of(Optional<Secret> secret) {
    var annotations = secret.map(Triggers::annotations).orElse(Map.of());
    return new SecretMarks(
        annotations.getOrDefault(Names.APP_ID_ANNOTATION, ""),
        instant(annotations.get(Names.ROTATED_AT_ANNOTATION)),
        annotations.getOrDefault(Names.ROTATE_ANNOTATION, ""),
        annotations.getOrDefault(Names.ROTATING_ANNOTATION, ""),
        annotations.getOrDefault(Names.HASH_ANNOTATION, ""),
        annotations.getOrDefault(Names.RESTARTED_ANNOTATION, ""));
  }

  /** These marks, if they are of this App; none otherwise. */
  SecretMarks ifOf(String id) {
    return appId.equals(id) ? this : NONE;
  }

  SecretMarks rotating(String what) {
    return new SecretMarks(appId, rotatedAt, rotation, what, hash, restarted);
  }

  SecretMarks restarted(String version) {
    return new SecretMarks(appId, rotatedAt, rotation, rotating, hash, version);
  }

  Map<String, String> annotations() {
    var annotations = new LinkedHashMap<String, String>();
    annotations.put(Names.APP_ID_ANNOTATION, appId);
    rotatedAt.ifPresent(at -> annotations.put(Names.ROTATED_AT_ANNOTATION, at.toString()));
    annotations.put(Names.ROTATE_ANNOTATION, rotation);
    annotations.put(Names.ROTATING_ANNOTATION, rotating);
    annotations.put(Names.HASH_ANNOTATION, hash);
    annotations.put(Names.RESTARTED_ANNOTATION, restarted);
    annotations.values().removeIf(String::isEmpty);
    return annotations;
  }

  private static Optional<Instant> instant(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
