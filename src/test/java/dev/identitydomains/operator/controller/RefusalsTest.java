package dev.identitydomains.operator.controller;

import static dev.identitydomains.operator.controller.OperatorFixture.DOMAIN;
import static dev.identitydomains.operator.controller.OperatorFixture.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.Fault;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects that an older definition admitted, and deletions that the domain refuses: the API here
 * validates no spec.
 */
class RefusalsTest {

  private static final int ALWAYS = 1000;
  private static final Fault REFUSED = new Fault.Status(400);

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    cluster.apply(DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
  }

  /** As Kubernetes would refuse the Secret at each attempt. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "labels: {a: 'Café ☕'}",
        "labels: {a: 'https://example.com'}",
        "labels: {a: ' '}",
        "labels: {'a b': x}",
        "annotations: {'Café ☕': x}",
        "annotations: {identitydomains.dev/rotating: x}",
        "keys: {client-id: id, client-secret: id}",
        "keys: {client-id: type}",
        "name: '-'"
      })
  void storedSpecThatKubernetesRefusesIsReportedAndMakesNoApp(String field) {
    cluster.apply(ORDERS + "  credentialsSecret: {" + field + "}\n");
    cluster.awaitReason(ClientApplication.class, "orders", Reason.InvalidSpec);
    assertThat(cluster.message(ClientApplication.class, "orders"))
        .contains("spec.credentialsSecret." + field.substring(0, field.indexOf(':')));
    assertThat(cluster.domain().app("orders").isMissingNode()).isTrue();
    cluster.deleteAndAwait(ClientApplication.class, "orders");
  }

  @Test
  void nameTooLongForItsDefaultSecretIsReported() {
    var longest = "a".repeat(240);
    cluster.apply(ORDERS.replace("name: orders", "name: a" + longest));
    cluster.awaitReason(ClientApplication.class, "a" + longest, Reason.InvalidSpec);
    assertThat(cluster.message(ClientApplication.class, "a" + longest))
        .contains("spec.credentialsSecret.name", "253 characters");
    cluster.apply(
        ORDERS.replace("name: orders", "name: a" + longest)
            + "  displayName: Orders\n  credentialsSecret: {name: short}\n");
    cluster.awaitReady("a" + longest);
    cluster.deleteAndAwait(ClientApplication.class, "a" + longest);
    cluster.apply(ORDERS.replace("name: orders", "name: " + longest) + "  displayName: Orders\n");
    cluster.awaitReady(longest);
  }

  /** Nothing was granted: the deletion asks the domain nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"a\\nb", "\\e[31m", "\\u0085", "\\u2028", "a\\\" or userName pr or \\\""})
  void grantToNameWithControlCharactersIsReportedAndDeleted(String name) {
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: AppRoleGrant
        metadata: {name: staff, namespace: shop}
        spec:
          domainRef: {name: main}
          role: {role: User Administrator}
          grantee: {user: "%s"}
        """
            .formatted(name));
    var grant =
        cluster.await(
            AppRoleGrant.class, "staff", found -> OperatorFixture.ready(found).isPresent());
    assertThat(OperatorFixture.ready(grant).orElseThrow().message().lines()).hasSize(1);
    cluster.domain().faults().arm("GET /admin/v1/Users", REFUSED, ALWAYS);
    cluster.deleteAndAwait(AppRoleGrant.class, "staff");
    assertThat(cluster.domain().faults().hits()).isZero();
  }

  @Test
  void applicationThatWasNeverMadeIsDeletedAlthoughDomainRefusesEachCall() {
    cluster.domain().faults().arm("POST /admin/v1/(Apps|Bulk)", REFUSED, ALWAYS);
    cluster.apply(ORDERS);
    cluster.awaitReason(ClientApplication.class, "orders", Reason.InvalidSpec);
    cluster.domain().faults().arm("GET /admin/v1/Apps", REFUSED, ALWAYS);
    cluster.deleteAndAwait(ClientApplication.class, "orders");
  }

  @Test
  void deletionThatDomainRefusesNamesTheWayOutWhichHelps() {
    cluster.apply(ORDERS);
    cluster.awaitReady("orders");
    cluster.domain().faults().arm("(PUT|PATCH|DELETE) /admin/v1/Apps", REFUSED, ALWAYS);
    cluster
        .client()
        .resources(ClientApplication.class)
        .inNamespace(OperatorFixture.NAMESPACE)
        .withName("orders")
        .delete();
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DeletionBlocked);
    assertThat(cluster.message(ClientApplication.class, "orders")).contains("400", "Retain");
    cluster.apply(ORDERS + "  deletionPolicy: Retain\n");
    cluster.deleteAndAwait(ClientApplication.class, "orders");
  }
}
