package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomainStatus;
import dev.identitydomains.operator.engine.domain.OpenIdConfiguration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The difference between the endpoints that a domain had and has, in words. Pure. */
final class EndpointChange {

  private EndpointChange() {}

  /**
   * The change for an event; empty for none.
   *
   * @param before the status of the domain, without endpoints before the first answer
   */
  static Optional<String> between(IdentityDomainStatus before, OpenIdConfiguration now) {
    var changes =
        Stream.of(
                change("issuer", before.issuer(), now.issuer()),
                change("token endpoint", before.tokenEndpoint(), now.tokenEndpoint()))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of("The domain has changed: %s. Its Secrets follow.".formatted(changes));
  }

  private static Optional<String> change(String name, @Nullable String before, String now) {
    return before == null || before.equals(now)
        ? Optional.empty()
        : Optional.of("%s %s, before %s".formatted(name, now, before));
  }
}
