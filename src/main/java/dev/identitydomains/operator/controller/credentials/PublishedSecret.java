package dev.identitydomains.operator.controller.credentials;

import java.time.Instant;
import java.util.Optional;

/**
 * The state of an application's Secret.
 *
 * @param since start of the client secret's use; empty for an App without client secret
 * @param postponed time of a rotation that is due, and would be one too many now; empty for none
 */
public record PublishedSecret(Optional<Instant> since, Optional<Instant> postponed) {

  public static final PublishedSecret WITHOUT_CLIENT_SECRET =
      new PublishedSecret(Optional.empty(), Optional.empty());

  static PublishedSecret since(Optional<Instant> since) {
    return new PublishedSecret(since, Optional.empty());
  }
}
