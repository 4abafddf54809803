package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainSpec;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.translate.SpecDuration;
import java.time.Duration;
import java.util.Optional;

/** The interval between two comparisons of a domain with the desired state. */
final class DriftCheckInterval {

  private DriftCheckInterval() {}

  /** The declared interval, but not less than the least; the default where none is valid. */
  static Duration of(IdentityDomain domain, Duration least) {
    return Optional.ofNullable(domain.getSpec())
        .map(IdentityDomainSpec::driftCheckInterval)
        .flatMap(SpecDuration::find)
        .filter(Duration::isPositive)
        .map(declared -> declared.compareTo(least) < 0 ? least : declared)
        .orElseGet(Interval.DRIFT_CHECK::duration);
  }
}
