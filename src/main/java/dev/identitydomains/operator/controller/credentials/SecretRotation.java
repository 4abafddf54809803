package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.CredentialsSecret;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.translate.SpecDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides when the client secret of an application is rotated. Pure. */
public final class SecretRotation {

  private SecretRotation() {}

  /** The value of the annotation that requests a rotation; empty for none. */
  static String asked(ClientApplication app) {
    return WellKnownNames.annotations(app).getOrDefault(WellKnownNames.ROTATE_ANNOTATION, "");
  }

  /** Whether the annotation requests a rotation that has not happened yet. */
  static boolean isAsked(ClientApplication app, SecretAnnotations annotations) {
    return !asked(app).isEmpty() && !asked(app).equals(annotations.rotation());
  }

  /**
   * Whether the annotation says that the client's key has leaked, too, and a rotation for it has
   * not begun, whose first step replaces the key.
   */
  static boolean isKeyLeaked(ClientApplication app, SecretAnnotations annotations) {
    return isAsked(app, annotations) && !annotations.rotating().equals(dueAsAsked(app));
  }

  private static String dueAsAsked(ClientApplication app) {
    return "asked: " + asked(app);
  }

  /** The reason to rotate, different for each rotation; empty for none. */
  static Optional<String> due(ClientApplication app, SecretAnnotations annotations, Instant now) {
    if (isAsked(app, annotations)) {
      return Optional.of(dueAsAsked(app));
    }
    return dueAt(app, annotations.rotatedAt())
        .filter(at -> !at.isAfter(now))
        .map(at -> "due: " + at);
  }

  /** The time at which the client secret reaches its maximum age; empty for never. */
  public static Optional<Instant> dueAt(ClientApplication app, @Nullable Instant rotatedAt) {
    return Optional.ofNullable(app.getSpec().credentialsSecret())
        .map(CredentialsSecret::rotateAfter)
        .map(SpecDuration::parse)
        .flatMap(life -> Optional.ofNullable(rotatedAt).flatMap(at -> sum(at, life)));
  }

  /** Anybody may have written the annotation with the time: it may be the end of all time. */
  private static Optional<Instant> sum(Instant time, Duration life) {
    return life.compareTo(Duration.between(time, Instant.MAX)) <= 0
        ? Optional.of(time.plus(life))
        : Optional.empty();
  }
}
