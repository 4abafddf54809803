package dev.identitydomains.sandbox.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The behaviour on which the operator and kubectl rely, tested on each Kubernetes API. */
interface KubernetesApiContract {

  String NAMESPACE = "contract";
  String APPLICATION =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: orders, namespace: contract}
      spec:
        domainRef: {name: main}
        client: {grantTypes: [client_credentials, refresh_token]}
      """;

  /** A client of the API under test, which serves the kinds of {@code crds/}. */
  KubernetesClient client();

  /** A kubeconfig for the API under test. */
  String kubeconfig();

  @BeforeEach
  default void makeNamespace() {
    var namespace = new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata();
    client().resource(namespace.build()).serverSideApply();
  }

  @AfterEach
  default void empty() {
    applications().inNamespace(NAMESPACE).list().getItems().forEach(this::removeFinalizers);
    applications()
        .inNamespace(NAMESPACE)
        .list()
        .getItems()
        .forEach(app -> client().resource(app).delete());
    client()
        .secrets()
        .inNamespace(NAMESPACE)
        .list()
        .getItems()
        .forEach(s -> client().resource(s).delete());
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      applications() {
    return client().genericKubernetesResources("identitydomains.dev/v1alpha1", "ClientApplication");
  }

  default void removeFinalizers(GenericKubernetesResource app) {
    client()
        .resource(app)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
  }

  private GenericKubernetesResource parsed(String yaml) {
    var stream = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
    return (GenericKubernetesResource) client().load(stream).items().getFirst();
  }

  private GenericKubernetesResource apply(String yaml) {
    return client().resource(parsed(yaml)).fieldManager("test").forceConflicts().serverSideApply();
  }

  private GenericKubernetesResource applyStatus(String status) {
    var patch =
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: orders, namespace: contract}
        status: %s
        """
            .formatted(status);
    return client()
        .resource(parsed(patch))
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("operator")
                .withForce(true)
                .build());
  }

  private GenericKubernetesResource read() {
    return applications().inNamespace(NAMESPACE).withName("orders").get();
  }

  @Test
  default void specChangeRaisesGenerationUnlikeStatusChange() {
    assertThat(apply(APPLICATION).getMetadata().getGeneration()).isEqualTo(1);
    var version = read().getMetadata().getResourceVersion();
    apply(APPLICATION);
    assertThat(read().getMetadata().getGeneration()).isEqualTo(1);
    applyStatus("{clientId: a}");
    assertThat(read().getMetadata().getGeneration()).isEqualTo(1);
    assertThat(read().getMetadata().getResourceVersion()).isNotEqualTo(version);
    apply(APPLICATION + "  description: new\n");
    assertThat(read().getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  default void applyRemovesFieldsNoLongerApplied() {
    apply(APPLICATION + "  description: new\n");
    apply(APPLICATION);
    assertThat(read().<Object>get("spec", "description")).isNull();
    applyStatus("{clientId: a, appId: b}");
    applyStatus("{clientId: a}");
    assertThat(read().<Object>get("status", "appId")).isNull();
    assertThat(read().<String>get("status", "clientId")).isEqualTo("a");
  }

  @Test
  default void statusChangesThroughItsSubresourceOnly() {
    apply(APPLICATION + "status: {clientId: a}\n");
    assertThat(read().<Object>get("status", "clientId")).isNull();
    applyStatus("{clientId: b}");
    apply(APPLICATION + "  description: new\n");
    assertThat(read().<String>get("status", "clientId")).isEqualTo("b");
  }

  @Test
  default void mergePatchReplacesLists() {
    apply(APPLICATION);
    client()
        .resource(read())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"client\":{\"grantTypes\":[\"password\"]}}}");
    assertThat(read().<List<String>>get("spec", "client", "grantTypes"))
        .containsExactly("password");
  }

  @Test
  default void finalizerDelaysDeletion() {
    apply(APPLICATION.replace("contract}", "contract, finalizers: [test.example.com/f]}"));
    applications().inNamespace(NAMESPACE).withName("orders").delete();
    assertThat(read().isMarkedForDeletion()).isTrue();
    assertThat(read().getMetadata().getGeneration()).isEqualTo(2);
    client()
        .resource(read())
        .patch(
            PatchContext.of(PatchType.JSON),
            "[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]");
    assertThat(read()).isNull();
  }

  /** The client computes such a patch from an object that has changed meanwhile. */
  @Test
  default void patchOfMissingElementIsUnprocessable() {
    var applied = apply(APPLICATION);
    assertThatThrownBy(() ->
            client()
                .resource(applied)
                .patch(
                    PatchContext.of(PatchType.JSON),
                    """
                    [{"op": "remove", "path": "/spec/client/grantTypes/2"}]
                    """))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(422));
  }

  @Test
  default void ownedSecretIsDeletedWithItsOwner() {
    apply(APPLICATION);
    var owner =
        new OwnerReferenceBuilder()
            .withApiVersion("identitydomains.dev/v1alpha1")
            .withKind("ClientApplication")
            .withName("orders")
            .withUid(read().getMetadata().getUid())
            .build();
    client()
        .resource(
            secret("owned").edit().editMetadata().withOwnerReferences(owner).endMetadata().build())
        .create();
    applications().inNamespace(NAMESPACE).withName("orders").delete();
    client()
        .secrets()
        .inNamespace(NAMESPACE)
        .withName("owned")
        .waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
  }

  @Test
  default void secretAcceptsStringData() {
    client().resource(secret("text")).create();
    assertThat(client().secrets().inNamespace(NAMESPACE).withName("text").get().getData())
        .isEqualTo(Map.of("key", "dmFsdWU="));
  }

  @Test
  default void namespaceIsDeletedWithItsContents() {
    var namespace = new NamespaceBuilder().withNewMetadata().withName("other").endMetadata();
    client().resource(namespace.build()).create();
    var map =
        new ConfigMapBuilder().withNewMetadata().withName("m").withNamespace("other").endMetadata();
    client().resource(map.build()).create();
    client().namespaces().withName("other").delete();
    client()
        .namespaces()
        .withName("other")
        .waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
    assertThat(client().configMaps().inNamespace("other").withName("m").get()).isNull();
    assertThatThrownBy(() -> client().resource(map.build()).create())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(404));
  }

  @Test
  default void conflictAnswers409AndMissingObject404() {
    var made = client().resource(secret("s")).create();
    assertThat(code(() -> client().resource(secret("s")).create())).isEqualTo(409);
    client()
        .resource(made)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"a\":\"YQ==\"}}");
    assertThat(
            code(() ->
                client()
                    .resource(made)
                    .lockResourceVersion(made.getMetadata().getResourceVersion())
                    .update()))
        .isEqualTo(409);
    assertThat(
            code(() ->
                client()
                    .resource(secret("none"))
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{}")))
        .isEqualTo(404);
  }

  PatchContext FORCED =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withForce(true)
          .withFieldManager("contract")
          .build();

  /** Another object may have the name by now. */
  @Test
  default void applyWithUidChangesNoOtherObject() {
    var former = client().resource(secret("a")).create();
    var patch =
        secret("a").edit().editMetadata().withUid(former.getMetadata().getUid()).endMetadata();
    client().resource(patch.build()).patch(FORCED);
    client().secrets().inNamespace(NAMESPACE).withName("a").delete();
    assertThat(code(() -> client().resource(patch.build()).patch(FORCED))).isEqualTo(409);
    var later = client().resource(secret("a")).create();
    assertThat(code(() -> client().resource(patch.build()).patch(FORCED)))
        .as("Conflict by the precondition, or Invalid by the validation, whichever is first")
        .isIn(409, 422);
    assertThat(client().resource(secret("a")).get().getMetadata().getResourceVersion())
        .isEqualTo(later.getMetadata().getResourceVersion());
  }

  @Test
  default void appliedFinalizersJoinThoseOfOthers() {
    var one = secret("a").edit().editMetadata().withFinalizers("example.com/one").endMetadata();
    client().resource(one.build()).create();
    var two = secret("a").edit().editMetadata().withFinalizers("example.com/two").endMetadata();
    client().resource(two.build()).patch(FORCED);
    assertThat(client().resource(secret("a")).get().getFinalizers())
        .containsExactlyInAnyOrder("example.com/one", "example.com/two");
    client()
        .resource(secret("a"))
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
  }

  private static int code(ThrowingCallable call) {
    return catchThrowableOfType(KubernetesClientException.class, call).getCode();
  }

  @Test
  default void selectorsFilterLists() {
    for (var name : List.of("a", "b", "c")) {
      client()
          .resource(
              secret(name)
                  .edit()
                  .editMetadata()
                  .addToLabels("name", name)
                  .addToLabels("x-" + name, "")
                  .endMetadata()
                  .build())
          .create();
    }
    var secrets = client().secrets().inNamespace(NAMESPACE);
    assertThat(names(secrets.withLabel("name", "a").list().getItems())).containsExactly("a");
    assertThat(names(secrets.withLabel("x-b").list().getItems())).containsExactly("b");
    assertThat(names(secrets.withoutLabel("name", "a").withLabel("name").list().getItems()))
        .containsExactly("b", "c");
    assertThat(names(secrets.withField("metadata.name", "c").list().getItems()))
        .containsExactly("c");
  }

  private static List<String> names(List<? extends HasMetadata> items) {
    return items.stream().map(item -> item.getMetadata().getName()).toList();
  }

  @Test
  default void watchSeesEachChangeOnce() throws InterruptedException {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    var before =
        client().secrets().inNamespace(NAMESPACE).list().getMetadata().getResourceVersion();
    client()
        .resource(
            secret("a").edit().editMetadata().addToLabels("watched", "").endMetadata().build())
        .create();
    try (var _ =
        client()
            .secrets()
            .inNamespace(NAMESPACE)
            .withLabel("watched")
            .withResourceVersion(before)
            .watch(
                new Watcher<Secret>() {
                  @Override
                  public void eventReceived(Action action, Secret secret) {
                    seen.add(action + " " + secret.getMetadata().getName());
                  }

                  @Override
                  public void onClose(WatcherException cause) {}
                })) {
      client().resource(secret("unwatched")).create();
      client()
          .secrets()
          .inNamespace(NAMESPACE)
          .withName("a")
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"a\":\"YQ==\"}}");
      client().secrets().inNamespace(NAMESPACE).withName("a").delete();
      var first = new ArrayList<String>();
      while (first.size() < 3) {
        first.add(Objects.requireNonNull(seen.poll(30, TimeUnit.SECONDS), "an event is missing"));
      }
      assertThat(first).containsExactly("ADDED a", "MODIFIED a", "DELETED a");
    }
  }

  private static Secret secret(String name) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(NAMESPACE)
        .endMetadata()
        .addToStringData("key", "value")
        .build();
  }

  @Test
  default void kubectlAppliesObject(@TempDir Path folder) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("kubeconfig"), kubeconfig());
    Files.writeString(folder.resolve("app.yaml"), APPLICATION);
    assertThat(kubectl(folder, "apply", "-f", "app.yaml")).contains("orders created");
    assertThat(kubectl(folder, "apply", "-f", "app.yaml")).contains("orders unchanged");
    applyStatus(
        "{observedGeneration: 1, clientId: abc, conditions: [{type: Ready, status: 'True', reason: Synced, message: m, lastTransitionTime: '2026-01-01T00:00:00Z'}]}");
    assertThat(
            kubectl(folder, "wait", "--for=condition=Ready", "clientapp/orders", "-n", NAMESPACE))
        .contains("condition met");
    assertThat(kubectl(folder, "get", "identity", "-n", NAMESPACE).replaceAll(" +", " "))
        .contains("NAME READY REASON DOMAIN CLIENT ID AGE", "orders True Synced main abc");
    assertThat(kubectl(folder, "describe", "clientapp", "orders", "-n", NAMESPACE))
        .contains("client_credentials");
    assertThat(kubectl(folder, "apply", "--server-side", "--force-conflicts", "-f", "app.yaml"))
        .contains("serverside-applied");
    assertThat(kubectl(folder, "delete", "-f", "app.yaml")).contains("deleted");
    assertThat(kubectl(folder, "get", "secrets,clientapp", "-n", NAMESPACE))
        .doesNotContain("orders");
  }

  @Test
  default void informerSeesUnicodeTextAndItsChange() {
    apply(APPLICATION + "  description: Café ☕ 🎉\n");
    try (var informer = applications().inNamespace(NAMESPACE).inform()) {
      for (var text : List.of("Café ☕ 🎉", "日本語 ü")) {
        apply(APPLICATION + "  description: \"" + text + "\"\n");
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> informer.getIndexer().list().equals(List.of(read())));
      }
    }
  }

  @Test
  default void kubectlExplainsEveryKind(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("kubeconfig"), kubeconfig());
    for (var kind : List.of("idd", "clientapp", "approle", "approlegrant")) {
      for (var part : List.of("", ".spec", ".status")) {
        assertThat(kubectl(folder, "explain", kind + part))
            .contains("DESCRIPTION:", "GROUP:", "FIELDS:")
            .doesNotContain("<empty>\n\nFIELDS", "<no description>");
      }
    }
    assertThat(kubectl(folder, "explain", "clientapp.spec.client.type"))
        .contains("FIELD: type <string>", "ENUM:", "Confidential", "Public");
  }

  @Test
  default void kubectlDryRunsDiffsAndPatches(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("kubeconfig"), kubeconfig());
    Files.writeString(folder.resolve("app.yaml"), APPLICATION);
    assertThat(kubectl(folder, "apply", "-f", "app.yaml", "--dry-run=server"))
        .contains("orders created (server dry run)");
    assertThat(read()).isNull();
    kubectl(folder, "create", "-f", "app.yaml", "--save-config");
    assertThat(kubectl(folder, "diff", "-f", "app.yaml")).isEmpty();
    assertThat(kubectl(folder, "label", "clientapp/orders", "-n", NAMESPACE, "a=b"))
        .contains("clientapplication.identitydomains.dev/orders labeled");
    assertThat(kubectl(folder, "annotate", "clientapp/orders", "-n", NAMESPACE, "a=b"))
        .contains("clientapplication.identitydomains.dev/orders annotated");
    assertThat(
            kubectl(
                folder,
                "patch",
                "clientapp/orders",
                "-n",
                NAMESPACE,
                "--type=merge",
                "-p",
                "{\"spec\":{\"description\":\"Café ☕\"}}"))
        .contains("clientapplication.identitydomains.dev/orders patched");
    assertThat(read().<String>get("spec", "description")).isEqualTo("Café ☕");
    assertThat(
            kubectl(
                folder,
                "get",
                "clientapp",
                "-A",
                "--field-selector",
                "spec.domainRef.name=main",
                "-o",
                "name"))
        .contains("clientapplication.identitydomains.dev/orders");
    assertThat(kubectl(folder, "auth", "can-i", "create", "clientapp")).contains("yes");
    assertThat(kubectl(folder, "api-resources", "--categories=identity", "-o", "name"))
        .contains("clientapplications.identitydomains.dev", "approlegrants.identitydomains.dev");
    assertThat(
            kubectl(folder, "delete", "clientapp/orders", "-n", NAMESPACE, "--cascade=foreground"))
        .contains("\"orders\" deleted");
    assertThat(read()).isNull();
  }

  @Test
  default void kubectlWatchesNewResource(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("kubeconfig"), kubeconfig());
    apply(APPLICATION);
    var command = List.of("get", "clientapp", "-n", NAMESPACE, "-w", "-o", "name");
    var watch = started(folder, Map.of(), command);
    try (var lines = watch.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).endsWith("/orders");
      apply(APPLICATION.replace("orders", "others"));
      assertThat(lines.readLine()).endsWith("/others");
    } finally {
      watch.destroy();
    }
  }

  @Test
  default void kubectlEditsReadsAndDeletes(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("kubeconfig"), kubeconfig());
    apply(APPLICATION + "  description: Before\n");
    var editor = Map.of("EDITOR", "sed -i s/Before/After/");
    assertThat(
            finished(started(folder, editor, List.of("edit", "clientapp/orders", "-n", NAMESPACE))))
        .contains("clientapplication.identitydomains.dev/orders edited");
    assertThat(read().<String>get("spec", "description")).isEqualTo("After");
    var path = "/apis/identitydomains.dev/v1alpha1/namespaces/contract/clientapplications/orders";
    assertThat(kubectl(folder, "get", "--raw", path)).startsWith("{").contains("\"After\"");
    assertThat(kubectl(folder, "get", "--raw", "/readyz")).isEqualTo("ok");
    for (var option :
        List.of("--cascade=background", "--cascade=orphan", "--wait=false", "--now")) {
      apply(APPLICATION);
      assertThat(kubectl(folder, "delete", "clientapp", "orders", "-n", NAMESPACE, option))
          .contains("clientapplication.identitydomains.dev \"orders\" deleted");
      kubectl(folder, "wait", "--for=delete", "clientapp/orders", "-n", NAMESPACE);
    }
  }

  /** Events with the operator's form, the last one with a series. */
  @Test
  default void kubectlShowsEventsInTheirOrder(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("kubeconfig"), kubeconfig());
    apply(APPLICATION);
    for (var number : List.of(1, 2, 3)) {
      client().resource(event(number)).create();
    }
    client()
        .resource(event(3))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"series\":{\"count\":2,\"lastObservedTime\":\"2026-01-01T00:00:09.000000Z\"}}");
    for (var shown :
        List.of(
            kubectl(folder, "events", "--for", "clientapp/orders", "-n", NAMESPACE),
            kubectl(folder, "get", "events", "-n", NAMESPACE),
            kubectl(folder, "describe", "clientapp", "orders", "-n", NAMESPACE))) {
      assertThat(shown).containsSubsequence("Reason1", "note 1", "Reason2", "note 2", "Reason3");
    }
    assertThat(kubectl(folder, "describe", "clientapp", "orders", "-n", NAMESPACE))
        .containsPattern(
            "Normal +Reason3 +\\S+ \\(x2 over \\S+\\) +identity-domain-operator +note 3");
  }

  private Event event(int number) {
    return new EventBuilder()
        .withNewMetadata()
        .withName("orders." + number)
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withNewRegarding()
        .withApiVersion("identitydomains.dev/v1alpha1")
        .withKind("ClientApplication")
        .withNamespace(NAMESPACE)
        .withName("orders")
        .withUid(read().getMetadata().getUid())
        .endRegarding()
        .withEventTime(new MicroTime("2026-01-01T00:00:0%d.000000Z".formatted(number)))
        .withType("Normal")
        .withReason("Reason" + number)
        .withAction("Update")
        .withNote("note " + number)
        .withReportingController("identity-domain-operator")
        .withReportingInstance("pod")
        .build();
  }

  private static String kubectl(Path folder, String... arguments)
      throws IOException, InterruptedException {
    return finished(started(folder, Map.of(), List.of(arguments)));
  }

  private static Process started(
      Path folder, Map<String, String> environment, List<String> arguments) throws IOException {
    var assets = ControlPlane.assets();
    assumeTrue(assets.isPresent() || "true".equals(System.getenv("CI")), "set KUBEBUILDER_ASSETS");
    var program = assets.orElseThrow().resolve("kubectl").toString();
    var command = new ArrayList<>(List.of(program, "--kubeconfig", "kubeconfig"));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String finished(Process process) throws IOException, InterruptedException {
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
