package dev.identitydomains.operator.controller;

import static dev.identitydomains.operator.controller.OperatorFixture.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import dev.identitydomains.operator.status.Conditions;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.DomainMode;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.Fault;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether resource servers can read the keys of the domain, in the status of IdentityDomain. */
class SigningKeysTest {

  private static final String KEYS = "GET /admin/v1/SigningCert/jwk";

  @Test
  void keysThatNeedTokenAreToldWithRemedy() throws IOException {
    try (var cluster = OperatorFixture.start()) {
      assertThat(condition(cluster))
          .returns("False", StatusCondition::status)
          .returns("TokenRequired", StatusCondition::reason)
          .extracting(StatusCondition::message)
          .asString()
          .contains("Access signing certificate", "signingCertPublicAccess");
    }
  }

  @Test
  void keysForEverybody() throws IOException {
    var options = DomainOptions.defaults().withModes(Set.of(DomainMode.PUBLIC_SIGNING_KEYS));
    try (var cluster = OperatorFixture.start(options)) {
      assertThat(condition(cluster)).returns("True", StatusCondition::status);
    }
  }

  /** The operator reads the keys without a token, once for many checks of the domain. */
  @Test
  void costOneCall() throws IOException {
    try (var cluster = OperatorFixture.start()) {
      condition(cluster);
      cluster.awaitFullRead();
      assertThat(cluster.domain().calls().stream().filter(call -> call.line().equals(KEYS)))
          .hasSize(1)
          .allMatch(call -> call.status() == 401);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"keys\": 1}", "no JSON", ""})
  void otherRepliesAreUnknown(String body) throws IOException {
    var domain = IdentityDomainEmulator.start(DomainOptions.defaults());
    domain.faults().arm(KEYS, new Fault.Garbage(body), 1);
    try (var cluster = OperatorFixture.start(domain, EmbeddedKubernetes.start())) {
      assertThat(condition(cluster)).returns("Unknown", StatusCondition::status);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 429, 500})
  void failuresLeaveTheDomainReady(int status) throws IOException {
    var domain = IdentityDomainEmulator.start(DomainOptions.defaults());
    domain.faults().arm(KEYS, new Fault.Status(status), 1);
    try (var cluster = OperatorFixture.start(domain, EmbeddedKubernetes.start())) {
      assertThat(condition(cluster)).returns("Unknown", StatusCondition::status);
    }
  }

  private static StatusCondition condition(OperatorFixture cluster) {
    cluster.apply(DOMAIN + "  driftCheckInterval: 1s\n");
    var domain = cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    return Conditions.find(domain.getStatus().conditions(), "SigningKeysPublic").orElseThrow();
  }
}
