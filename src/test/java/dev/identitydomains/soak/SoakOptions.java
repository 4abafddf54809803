package dev.identitydomains.soak;

import dev.identitydomains.sandbox.domain.DomainType;
import java.time.Duration;

/**
 * The size of a soak.
 *
 * @param storm how long the domain fails and the resources change
 * @param type domain type whose rate limits the operator has to keep
 * @param seed of the random faults and changes; threads still take turns as they like
 */
record SoakOptions(int applications, Duration storm, DomainType type, long seed) {

  /** The interval of new credentials: a minute, or less for a short storm. */
  Duration credentialsLife() {
    var quarter = storm.dividedBy(4);
    return quarter.compareTo(Duration.ofMinutes(1)) < 0 ? quarter : Duration.ofMinutes(1);
  }
}
