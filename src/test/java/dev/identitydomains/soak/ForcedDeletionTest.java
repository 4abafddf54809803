package dev.identitydomains.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.quickstart.Sandbox;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Item 10, S27: who takes the finalizer away deletes a resource without the operator. */
class ForcedDeletionTest {

  private static final String DOMAIN =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: IdentityDomain
      metadata: {name: NAME, namespace: shop}
      spec:
        url: URL
        type: Premium
        driftCheckInterval: 1s
        credentials: {clientSecret: {secretRef: {name: domain-admin}}}
      """;

  private static final String APPLICATION =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: NAME, namespace: shop}
      spec:
        domainRef: {name: main}
        client: {grantTypes: [client_credentials]}
      """;

  private static final int MANY = 8;
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  @AutoClose private final Sandbox sandbox;

  ForcedDeletionTest() throws IOException {
    sandbox =
        Sandbox.start(
            IdentityDomainEmulator.start(DomainOptions.defaults()), EmbeddedKubernetes.start());
    apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n");
    apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: domain-admin, namespace: shop, labels: {identitydomains.dev/credentials: ""}}
        stringData: {client-id: domain_admin, client-secret: "%s"}
        """
            .formatted(sandbox.domain().adminSecret()));
    apply(domain("main"));
  }

  @Test
  void nothingIsRememberedOfResourcesThatGoWithoutTheOperator() {
    var empty = Census.of(sandbox);
    for (var i = 0; i < MANY; i++) {
      apply(domain("domain-" + i));
      apply(APPLICATION.replace("NAME", "app-" + i));
    }
    for (var i = 0; i < MANY; i++) {
      awaitApp("app-" + i);
    }
    await().until(() -> Census.of(sandbox).above(empty, MANY - 1).toString().contains("opened"));
    for (var i = 0; i < MANY; i++) {
      strip(ClientApplication.class, "app-" + i);
      strip(IdentityDomain.class, "domain-" + i);
    }
    await()
        .untilAsserted(() ->
            assertThat(Census.of(sandbox).above(empty, 3))
                .filteredOn(ForcedDeletionTest::isOfOperator)
                .isEmpty());
  }

  /** The Apps stay in the domain, and so in its inventory; shares are dropped as garbage. */
  private static boolean isOfOperator(String line) {
    return !line.matches(
        "(IndexedTable|InventoryReader|CreatedAppReader|Observed(Application|Role)|AttributeValue[$]\\w+|ReplyMemory)\\..*");
  }

  private String domain(String name) {
    return DOMAIN.replace("NAME", name).replace("URL", sandbox.domain().url().toString());
  }

  private void awaitApp(String name) {
    sandbox
        .client()
        .resources(ClientApplication.class)
        .inNamespace("shop")
        .withName(name)
        .waitUntilCondition(
            app -> app != null && app.getStatus() != null && app.getStatus().appId() != null,
            20,
            TimeUnit.SECONDS);
  }

  /** Pauses and deletes a resource, and takes its finalizers away. */
  private <R extends HasMetadata> void strip(Class<R> kind, String name) {
    var resource = sandbox.client().resources(kind).inNamespace("shop").withName(name);
    resource.patch(
        MERGE, "{\"metadata\": {\"annotations\": {\"identitydomains.dev/paused\": \"true\"}}}");
    resource.delete();
    resource.patch(MERGE, "{\"metadata\": {\"finalizers\": null}}");
    resource.waitUntilCondition(Objects::isNull, 20, TimeUnit.SECONDS);
  }

  private void apply(String yaml) {
    var stream = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
    for (var item : sandbox.client().load(stream).items()) {
      sandbox.client().resource(item).fieldManager("test").forceConflicts().serverSideApply();
    }
  }
}
