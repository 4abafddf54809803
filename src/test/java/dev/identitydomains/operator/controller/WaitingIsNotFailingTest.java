package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A commit whose objects arrive in the worst order is never reported as failed. */
class WaitingIsNotFailingTest {

  private static final int MANY = 15;

  /** All timers of waiting resources are longer. */
  private static final Duration SOONER_THAN_TIMERS = Duration.ofSeconds(25);

  @AutoClose private OperatorFixture cluster;
  @AutoClose private StalledWatch stalled;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    stalled = new StalledWatch(cluster.client());
  }

  /** Kustomizations apply in the order of names. */
  @Test
  void clientsMayComeBeforeTheirResourceServer() {
    cluster.apply(OperatorFixture.DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    cluster.apply(
        applications(
            "client-",
            "client: {grantTypes: [client_credentials], allowedScopes: [\"https://z.example.com/read\"]}"));
    await()
        .until(() -> reasons().equals(Collections.nCopies(MANY, Reason.DependencyNotReady.name())));
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: z-api, namespace: shop}
        spec:
          domainRef: {name: main}
          resourceServer: {audience: "https://z.example.com/", scopes: [{value: read}]}
        """);
    awaitReady();
  }

  /** The new objects are applied before the old ones are removed. */
  @Test
  void renamedApplicationsFollowTheirPredecessorsAtOnce() {
    cluster.apply(OperatorFixture.DOMAIN);
    var spec = "displayName: Renamed %1$d\n  client: {grantTypes: [client_credentials]}";
    cluster.apply(applications("old-", spec));
    awaitReady();
    cluster.apply(applications("new-", spec));
    await().until(() -> reasons().stream().filter(Reason.Conflict.name()::equals).count() == MANY);
    cluster
        .client()
        .resources(ClientApplication.class)
        .inNamespace("shop")
        .list()
        .getItems()
        .stream()
        .filter(app -> app.getMetadata().getName().startsWith("old-"))
        .forEach(app -> cluster.client().resource(app).delete());
    await().until(() -> all().size() == MANY);
    awaitReady();
  }

  /** The Secret of a resource that goes is collected after it. */
  @Test
  void secretOfPredecessorIsAwaited() {
    cluster.apply(OperatorFixture.DOMAIN);
    var spec =
        "displayName: APP%1$d\n  client: {grantTypes: [client_credentials]}\n  credentialsSecret: {name: shared-%1$d}";
    cluster.apply(applications("old-", spec.replace("APP", "Old ")));
    awaitReady();
    cluster.apply(applications("new-", spec.replace("APP", "New ")));
    await()
        .until(
            () -> reasons().stream().filter(Reason.SecretConflict.name()::equals).count() == MANY);
    all().stream()
        .filter(app -> app.getMetadata().getName().startsWith("old-"))
        .forEach(app -> cluster.client().resource(app).delete());
    await().until(() -> all().size() == MANY);
    awaitReady();
  }

  @Test
  void domainAndLabelMayComeAfterTheirApplications() {
    var namespace = new NamespaceBuilder().withNewMetadata().withName("team").endMetadata();
    cluster.client().resource(namespace.build()).create();
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: app, namespace: team}
        spec:
          domainRef: {name: main, namespace: shop}
          client: {grantTypes: [client_credentials]}
        """);
    await().until(() -> reasons().contains(Reason.NamespaceNotAllowed.name()));
    cluster.apply(
        OperatorFixture.DOMAIN
            + "  allowedNamespaces: {from: Selector, selector: {matchLabels: {team: a}}}\n");
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    assertThat(reasons()).containsOnly(Reason.NamespaceNotAllowed.name());
    cluster
        .client()
        .namespaces()
        .withName("team")
        .edit(n ->
            new NamespaceBuilder(n).editMetadata().addToLabels("team", "a").endMetadata().build());
    awaitReady();
  }

  private static String applications(String prefix, String spec) {
    return IntStream.range(0, MANY)
        .mapToObj(
            """
            apiVersion: identitydomains.dev/v1alpha1
            kind: ClientApplication
            metadata: {name: PREFIX%1$d, namespace: shop}
            spec:
              domainRef: {name: main}
              SPEC
            """
                    .replace("PREFIX", prefix)
                    .replace("SPEC", spec)
                ::formatted)
        .collect(Collectors.joining("---\n"));
  }

  private void awaitReady() {
    await().atMost(SOONER_THAN_TIMERS).until(() -> all().stream().allMatch(References::isReady));
    assertThat(stalled.seen()).isEmpty();
  }

  private List<ClientApplication> all() {
    return cluster.client().resources(ClientApplication.class).inAnyNamespace().list().getItems();
  }

  private List<String> reasons() {
    return all().stream()
        .map(app -> OperatorFixture.ready(app).map(ready -> ready.reason()).orElse(""))
        .toList();
  }
}
