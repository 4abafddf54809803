package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.translate.SpecDuration;
import java.time.Duration;
import java.util.Optional;

/** How often a domain is compared with what is declared. */
final class DriftCheckInterval {

  private DriftCheckInterval() {}

  /** The interval that a domain's spec declares; a spec that nobody can read declares none. */
  static Duration interval(Optional<IdentityDomain> domain) {
    return domain
        .map(IdentityDomain::getSpec)
        .flatMap(spec -> Optional.ofNullable(spec.driftCheckInterval()))
        .flatMap(SpecDuration::find)
        .filter(Duration::isPositive)
        .orElse(Interval.DRIFT_CHECK.duration());
  }
}
