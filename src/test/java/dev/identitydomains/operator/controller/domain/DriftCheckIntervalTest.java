package dev.identitydomains.operator.controller.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainSpec;
import dev.identitydomains.operator.status.Interval;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DriftCheckIntervalTest {

  @Test
  void usesIntervalOfTheSpec() throws JsonProcessingException {
    assertThat(interval("driftCheckInterval: 1m30s")).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void usesDefaultWithoutReadableInterval() throws JsonProcessingException {
    assertThat(interval("type: Free")).isEqualTo(Interval.DRIFT_CHECK.duration());
    assertThat(interval("driftCheckInterval: soon")).isEqualTo(Interval.DRIFT_CHECK.duration());
    assertThat(DriftCheckInterval.of(new IdentityDomain()))
        .isEqualTo(Interval.DRIFT_CHECK.duration());
  }

  private static Duration interval(String field) throws JsonProcessingException {
    var domain = new IdentityDomain();
    domain.setSpec(
        new YAMLMapper()
            .readValue(
                "url: https://d\ncredentials: {clientSecret: {secretRef: {name: s}}}\n" + field,
                IdentityDomainSpec.class));
    return DriftCheckInterval.of(domain);
  }
}
