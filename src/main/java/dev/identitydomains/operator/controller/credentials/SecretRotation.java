package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.CredentialsSecret;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.translate.SpecDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When the client secret of an application is to be replaced. Pure. */
public final class SecretRotation {

  private SecretRotation() {}

  /** The value of the annotation that asks for a rotation; empty for none. */
  static String asked(ClientApplication app) {
    return WellKnownNames.annotations(app).getOrDefault(WellKnownNames.ROTATE_ANNOTATION, "");
  }

  /** Whether a rotation is asked for that has not been made yet. */
  static boolean isAsked(ClientApplication app, SecretAnnotations annotations) {
    return !asked(app).isEmpty() && !asked(app).equals(annotations.rotation());
  }

  /** What to rotate for, in words that differ for each rotation; empty for nothing. */
  static Optional<String> due(ClientApplication app, SecretAnnotations annotations, Instant now) {
    if (isAsked(app, annotations)) {
      return Optional.of("asked: " + asked(app));
    }
    return dueAt(app, annotations.rotatedAt())
        .filter(at -> !at.isAfter(now))
        .map(at -> "due: " + at);
  }

  /** How long until a rotation is due; empty where none will be. */
  public static Optional<Duration> untilDue(
      ClientApplication app, Optional<Instant> rotatedAt, Instant now) {
    return dueAt(app, rotatedAt)
        .map(at -> at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO);
  }

  private static Optional<Instant> dueAt(ClientApplication app, Optional<Instant> rotatedAt) {
    return Optional.ofNullable(app.getSpec().credentialsSecret())
        .map(CredentialsSecret::rotateAfter)
        .map(SpecDuration::parse)
        .flatMap(life -> rotatedAt.map(at -> at.plus(life)));
  }
}
