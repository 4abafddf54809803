package dev.identitydomains.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.sandbox.domain.DomainType;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The short soak; {@link Soak} is the long one. */
class SoakTest {

  /**
   * Premium: 200 applications need about 300 writes, which the limits of Free alone spread over
   * minutes, and each 429 of the storm halves the operator's share of them.
   */
  @Test
  void everythingIsAsDeclaredAfterStorm() throws IOException, InterruptedException {
    var seed = new Random().nextLong();
    var options = new SoakOptions(200, Duration.ofSeconds(60), DomainType.Premium, seed);
    assertThat(SoakRun.run(options)).as("seed %d", seed).isEmpty();
  }
}
