package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.DomainMode;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.DomainType;
import dev.identitydomains.sandbox.domain.Fault;
import java.io.IOException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
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
        EnumSet.of(DomainMode.LIMIT_IS_CONFLICT),
        EnumSet.of(DomainMode.LIMIT_WITHOUT_WORDS));
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
              "A domain of type Free has 2 Apps at most that are not Oracle's.",
              "spec.type of the IdentityDomain");
      assertThat(creations(cluster)).as("no hot loop").isLessThanOrEqualTo(1 + 2 * 2);
      cluster.deleteAndAwait(ClientApplication.class, "first");
      cluster.awaitReady("second");
    }
  }

  /** Whatever the spec says, a refusal of a value is none of a limit. */
  @Test
  void wordsOfValuesAreNoLimit() throws IOException {
    var options = DomainOptions.defaults().withModes(EnumSet.of(DomainMode.LIMIT_IS_FORBIDDEN));
    try (var cluster = OperatorFixture.start(options)) {
      cluster.apply(OperatorFixture.DOMAIN.replace("type: Premium", "type: Free"));
      cluster.apply(CLIENT.replace("NAME", "first"));
      cluster.apply(CLIENT.replace("NAME", "second"));
      cluster.awaitReady("first");
      cluster.awaitReady("second");
      for (var line : List.of("POST /admin/v1/Apps", "op POST /Apps")) {
        cluster.domain().faults().arm(line, new Fault.Status(400), Integer.MAX_VALUE);
      }
      cluster.apply(CLIENT.replace("NAME", "third"));
      cluster.awaitReason(ClientApplication.class, "third", Reason.InvalidSpec);
    }
  }

  @Test
  void certificatesHaveLimitToo() throws Exception {
    try (var cluster =
        OperatorFixture.start(DomainOptions.defaults().withObjects(DomainType.Free))) {
      for (var i = 0; i < DomainType.Free.certificates(); i++) {
        var certificate = JsonNodeFactory.instance.objectNode();
        certificate.put("certificateAlias", "by_hand_" + i);
        certificate.put(
            "x509Base64Certificate",
            Base64.getEncoder()
                .encodeToString(new HeldCertificate.Builder().build().certificate().getEncoded()));
        cluster.domain().make("OAuthClientCertificates", certificate);
      }
      cluster.apply(OperatorFixture.DOMAIN);
      cluster.apply(
          CLIENT
              .replace("NAME", "first")
              .replace("[client_credentials]", "[client_credentials], certificates: {}"));
      cluster.awaitReason(ClientApplication.class, "first", Reason.LimitReached);
      assertThat(cluster.message(ClientApplication.class, "first"))
          .contains("POST OAuthClientCertificates answered 400", "change the type of the domain")
          .doesNotContain("Apps at most");
    }
  }

  private static long creations(OperatorFixture cluster) {
    return cluster.writes().stream().filter("POST /admin/v1/Apps"::equals).count();
  }
}
