package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import dev.identitydomains.operator.engine.domain.SigningKeys;
import dev.identitydomains.operator.status.Conditions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The condition SigningKeysPublic of an IdentityDomain, which does not make it less Ready. */
final class SigningKeysCondition {

  private SigningKeysCondition() {}

  static StatusCondition of(SigningKeys keys, long generation, Instant now) {
    return switch (keys) {
      case PUBLIC ->
          condition(
              "True",
              "Public",
              "Resource servers can read the keys that sign the domain's tokens.",
              generation,
              now);
      case PROTECTED ->
          condition(
              "False",
              "TokenRequired",
              "The domain gives the keys that sign its tokens (jwks_uri) only to callers with a token, and most resource servers have none. In the settings of the domain, set \"Access signing certificate\" under \"Configure client access\" (signingCertPublicAccess of its Settings).",
              generation,
              now);
      case UNKNOWN ->
          condition(
              "Unknown",
              "NotReadable",
              "The domain did not answer the request for the keys that sign its tokens (jwks_uri) as expected.",
              generation,
              now);
    };
  }

  private static StatusCondition condition(
      String status, String reason, String message, long generation, Instant now) {
    return new StatusCondition(
        Conditions.SIGNING_KEYS_PUBLIC,
        status,
        reason,
        message,
        now.truncatedTo(ChronoUnit.SECONDS).toString(),
        generation);
  }
}
