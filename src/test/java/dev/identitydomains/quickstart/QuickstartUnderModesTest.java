package dev.identitydomains.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.sandbox.domain.DomainMode;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.DomainType;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first thing that a user tries ends well, whichever of the service's sources is right. */
class QuickstartUnderModesTest {

  @ParameterizedTest
  @EnumSource
  void quickstartBecomesReady(DomainMode mode) throws IOException {
    var options =
        DomainOptions.defaults()
            .withAdminSecret(Quickstart.EXAMPLE_SECRET)
            .withLimits(DomainType.Premium)
            .withModes(EnumSet.of(mode));
    var domain = IdentityDomainEmulator.start(options);
    try (var sandbox = Sandbox.start(domain, EmbeddedKubernetes.start())) {
      var folder = Path.of("examples", "quickstart");
      var manifests = new Manifests(sandbox.client(), folder, domain.url().toString());
      manifests.sync();
      var rows = new Readiness(sandbox.client()).await(manifests.own(), Duration.ofSeconds(30));
      assertThat(rows).isNotEmpty().allMatch(Readiness.Row::ready);
    }
  }
}
