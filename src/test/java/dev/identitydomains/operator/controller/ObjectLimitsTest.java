package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.DomainMode;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.DomainType;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A domain of type Free holds the operator's own App and one more, however it refuses others. */
class ObjectLimitsTest {

  private static final String CLIENT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: NAME, namespace: shop}
      spec: {domainRef: {name: main}, client: {grantTypes: [client_credentials]}}
      """;

  static Stream<Set<DomainMode>> refusals() {
    return Stream.of(
        EnumSet.noneOf(DomainMode.class),
        EnumSet.of(DomainMode.LIMIT_IS_FORBIDDEN),
        EnumSet.of(DomainMode.LIMIT_IS_CONFLICT));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusalLastsUntilAnAppGoes(Set<DomainMode> modes) throws IOException {
    var options = DomainOptions.defaults().withObjects(DomainType.Free).withModes(modes);
    try (var cluster = OperatorFixture.start(options)) {
      cluster.apply(OperatorFixture.DOMAIN.replace("type: Premium", "type: Free"));
      cluster.apply(CLIENT.replace("NAME", "first"));
      cluster.awaitReady("first");
      cluster.apply(CLIENT.replace("NAME", "second"));
      cluster.awaitReason(ClientApplication.class, "second", Reason.LimitReached);
      assertThat(cluster.message(ClientApplication.class, "second"))
          .contains(
              "POST Apps answered",
              "The domain has 2 Apps that are not Oracle's; a domain of type Free may have 2.",
              "spec.type of the IdentityDomain");
      assertThat(creations(cluster)).as("no hot loop").isLessThanOrEqualTo(1 + 2 * 2);
      cluster.deleteAndAwait(ClientApplication.class, "first");
      cluster.awaitReady("second");
    }
  }

  private static long creations(OperatorFixture cluster) {
    return cluster.writes().stream().filter("POST /admin/v1/Apps"::equals).count();
  }
}
