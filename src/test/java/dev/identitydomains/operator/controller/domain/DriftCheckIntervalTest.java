package dev.identitydomains.operator.controller.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainSpec;
import dev.identitydomains.operator.status.Interval;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftCheckIntervalTest {

  private static final Duration LEAST = Duration.ofSeconds(10);

  /** S9: a short interval spends the limits of all who use the domain. */
  @Test
  void shortIntervalIsTheLeast() throws JsonProcessingException {
    for (var little : List.of("1s", "9s", "10s", "0m10s")) {
      assertThat(interval("driftCheckInterval: " + little)).isEqualTo(LEAST);
    }
    assertThat(interval("driftCheckInterval: 11s")).isEqualTo(Duration.ofSeconds(11));
  }

  @Test
  void usesIntervalOfTheSpec() throws JsonProcessingException {
    assertThat(interval("driftCheckInterval: 1m30s")).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void usesDefaultWithoutReadableInterval() throws JsonProcessingException {
    assertThat(interval("type: Free")).isEqualTo(Interval.DRIFT_CHECK.duration());
    assertThat(interval("driftCheckInterval: soon")).isEqualTo(Interval.DRIFT_CHECK.duration());
    assertThat(DriftCheckInterval.of(new IdentityDomain(), LEAST))
        .isEqualTo(Interval.DRIFT_CHECK.duration());
  }

  private static Duration interval(String field) throws JsonProcessingException {
    var domain = new IdentityDomain();
    domain.setSpec(
        new YAMLMapper()
            .readValue(
                "url: https://d\ncredentials: {clientSecret: {secretRef: {name: s}}}\n" + field,
                IdentityDomainSpec.class));
    return DriftCheckInterval.of(domain, LEAST);
  }
}
