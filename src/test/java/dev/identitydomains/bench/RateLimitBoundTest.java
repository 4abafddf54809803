package dev.identitydomains.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.sandbox.domain.DomainType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitBoundTest {

  /**
   * Four Bulk calls a second, 160 a minute; 16 and 72 single calls a second, 120 and 4000 a minute.
   */
  @ParameterizedTest
  @CsvSource({
    "0, Free, 0",
    "216, Free, 0",
    "217, Free, 1",
    "272, Premium, 0",
    "2720, Premium, 9",
    "8120, Free, 39", // all of the first minute's
    "8121, Free, 60",
    "10880, Premium, 39",
    "10881, Premium, 40" // single calls alone
  })
  void lastCallIsAsEarlyAsTheWindowsPermit(int writes, DomainType type, long seconds) {
    assertThat(RateLimitBound.of(writes, type)).hasSeconds(seconds);
  }
}
