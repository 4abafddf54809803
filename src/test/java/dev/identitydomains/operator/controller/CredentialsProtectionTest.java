package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Secrets of a domain outlive the applications of their namespace, and nothing else. */
class CredentialsProtectionTest {

  private static final String FINALIZER = "identitydomains.dev/credentials-protection";

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    cluster.apply(OperatorFixture.DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    await().until(() -> isProtected("domain-admin"));
  }

  @Test
  void secretThatIsDeletedAloneGoesAtOnce() {
    cluster.deleteAndAwait(Secret.class, "domain-admin");
    cluster.awaitReason(IdentityDomain.class, "main", Reason.DomainNotReady);
    cluster.apply(OperatorFixture.DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    await().until(() -> isProtected("domain-admin"));
  }

  @Test
  void formerSecretIsFree() {
    cluster.apply(OperatorFixture.DOMAIN.replace("domain-admin", "other-admin"));
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    await().until(() -> !isProtected("domain-admin"));
    assertThat(isProtected("other-admin")).isTrue();
  }

  @Test
  void sharedSecretIsProtectedByTheLastDomain() {
    cluster.apply(OperatorFixture.DOMAIN.replace("name: main", "name: second"));
    cluster.awaitReason(IdentityDomain.class, "second", Reason.Synced);
    cluster.deleteAndAwait(IdentityDomain.class, "main");
    assertThat(isProtected("domain-admin")).isTrue();
    cluster.deleteAndAwait(IdentityDomain.class, "second");
    assertThat(isProtected("domain-admin")).isFalse();
  }

  @Test
  void secretOfDomainsThatAreDeletedTogetherIsFree() {
    var domains = IntStream.range(0, 10).mapToObj(i -> "domain-" + i).toList();
    domains.forEach(
        name -> cluster.apply(OperatorFixture.DOMAIN.replace("name: main", "name: " + name)));
    domains.forEach(name -> cluster.awaitReason(IdentityDomain.class, name, Reason.Synced));
    cluster.client().resources(IdentityDomain.class).inNamespace("shop").delete();
    await()
        .until(() ->
            cluster
                .client()
                .resources(IdentityDomain.class)
                .inNamespace("shop")
                .list()
                .getItems()
                .isEmpty());
    assertThat(isProtected("domain-admin")).isFalse();
  }

  /** Whoever names a Secret in an IdentityDomain does not hold it. */
  @Test
  void secretWithoutConsentIsFree() {
    cluster.apply("apiVersion: v1\nkind: Secret\nmetadata: {name: database, namespace: shop}\n");
    cluster.apply(
        OperatorFixture.DOMAIN.replace(
            "{secretRef: {name: domain-admin}}", "{secretRef: {name: database}}"));
    cluster.awaitReason(IdentityDomain.class, "main", Reason.DomainNotReady);
    assertThat(isProtected("database")).isFalse();
    await().until(() -> !isProtected("domain-admin"));

    cluster.apply(OperatorFixture.DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    await().until(() -> isProtected("domain-admin"));
    cluster
        .client()
        .secrets()
        .inNamespace("shop")
        .withName("domain-admin")
        .edit(secret -> {
          secret.getMetadata().setLabels(Map.of());
          return secret;
        });
    cluster.deleteAndAwait(IdentityDomain.class, "main");
    assertThat(isProtected("domain-admin")).isFalse();
  }

  /** A backup keeps its finalizer, but not the UID of the domain. */
  @Test
  void restoredKeyOfFormerDomainIsReleased() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: identitydomain-records-former
          namespace: shop
          labels: {app.kubernetes.io/managed-by: identity-domain-operator}
          finalizers: [identitydomains.dev/credentials-protection]
        """);
    cluster.deleteAndAwait(IdentityDomain.class, "main");
    assertThat(isProtected("identitydomain-records-former")).isFalse();
  }

  @Test
  void pausedDomainHoldsNoSecret() {
    cluster.apply(
        OperatorFixture.DOMAIN.replace(
            "{name: main, namespace: shop}",
            "{name: main, namespace: shop, annotations: {identitydomains.dev/paused: \"true\"}}"));
    cluster.deleteAndAwait(Secret.class, "domain-admin");
  }

  /** The key of the records tells which grants to revoke. */
  @Test
  void secretsStayUntilTheDomainIsGone() {
    cluster.apply(OperatorFixture.GRANT);
    cluster.awaitReason(AppRoleGrant.class, "grant", Reason.Synced);
    cluster.client().resources(IdentityDomain.class).inNamespace("shop").delete();
    cluster.awaitReason(IdentityDomain.class, "main", Reason.DeletionBlocked);
    var records =
        cluster.client().secrets().inNamespace("shop").list().getItems().stream()
            .map(secret -> secret.getMetadata().getName())
            .filter(name -> name.startsWith("identitydomain-records-"))
            .findFirst()
            .orElseThrow();
    for (var name : List.of("domain-admin", records)) {
      cluster.client().secrets().inNamespace("shop").withName(name).delete();
    }
    cluster.restartOperator();
    cluster.deleteAndAwait(AppRoleGrant.class, "grant");
    var group = cluster.domain().find("Groups", "displayName", "Order Staff").path("id").asText();
    assertThat(cluster.grantsTo(group)).isEmpty();
    await().until(() -> cluster.domainResource() == null);
    await().until(() -> cluster.secret("domain-admin").isEmpty());
    await().until(() -> cluster.secret(records).isEmpty());
  }

  private boolean isProtected(String name) {
    return cluster.secret(name).map(secret -> secret.hasFinalizer(FINALIZER)).orElse(false);
  }
}
