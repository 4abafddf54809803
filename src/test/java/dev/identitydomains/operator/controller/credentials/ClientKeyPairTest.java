package dev.identitydomains.operator.controller.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.plan.CertificatePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import okhttp3.tls.Certificates;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientKeyPairTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** S32: at most two years, and for clocks that are five minutes behind. */
  @ParameterizedTest
  @CsvSource({"1s, 1s, 4s", "24h, 1h, 50h", "8760h, 1s, 17520h", "8760h, 8760h, 17520h"})
  void certificateIsValidForTwoLivesOrTwoYears(String rotateAfter, String overlap, String life) {
    var lifetimes = new CertificatePlan.Lifetimes(duration(rotateAfter), duration(overlap));
    var plan = CertificatePlan.of("orders_", null, java.util.Set.of(), lifetimes, NOW);
    var key = ClientKeyPair.generate(plan, lifetimes, NOW);
    var certificate = Certificates.decodeCertificatePem(key.certificate());
    assertThat(certificate.getNotBefore()).isEqualTo(NOW.minus(Duration.ofMinutes(5)));
    assertThat(certificate.getNotAfter()).isEqualTo(NOW.plus(duration(life)));
    assertThat(key.current(false))
        .as("the age counts from the issue")
        .isEqualTo(new CertificatePlan.Current("orders_1", NOW, List.of("orders_1"), false));
    assertThat(certificate.getNotAfter().toInstant())
        .as("valid until the end of the overlap with its successor")
        .isAfterOrEqualTo(NOW.plus(lifetimes.rotateAfter()).plus(lifetimes.overlap()));
  }

  private static Duration duration(String text) {
    return Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT));
  }
}
