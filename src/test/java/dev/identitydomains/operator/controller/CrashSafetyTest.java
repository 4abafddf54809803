package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.runtime.ApiServerClient;
import dev.identitydomains.operator.runtime.OperatorOptions;
import dev.identitydomains.operator.runtime.OperatorProcess;
import dev.identitydomains.quickstart.Sandbox;
import dev.identitydomains.sandbox.CrashPoint;
import dev.identitydomains.sandbox.domain.DomainMode;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.Definitions;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process may stop before or after any single call to the domain and any single write to
 * Kubernetes: the next one ends where it would have ended.
 */
class CrashSafetyTest {

  private static final int AT_A_TIME = 4;

  /** Of each scenario; each takes about a second. */
  private static final int POINTS_UNDER_MODES = Integer.getInteger("crash.points", 2);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final OkHttpClient HTTP = new OkHttpClient();

  /** The domain of another namespace, whose policy permits what the application declares. */
  private static final String DOMAIN =
      OperatorFixture.DOMAIN.replace("namespace: shop", "namespace: identity")
          + """
            allowedNamespaces: {from: Selector, selector: {matchLabels: {tier: gold}}}
            policies:
            - namespaces: {from: All}
              domainRoles: [Me, User Manager, Signin]
              adoption: {clientIds: [orders]}
          """;

  private static final String NAMESPACES =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: identity}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {tier: gold}}
      """;

  private static final String APPLICATION =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: orders, namespace: shop}
      spec:
        domainRef: {name: main, namespace: identity}
        clientId: orders
        description: As declared
        adoptionPolicy: ByClientId
        deletionPolicy: Delete
        client: {grantTypes: [client_credentials], certificates: {}}
        resourceServer: {audience: "https://orders.example.com/", scopes: [{value: read}]}
        appRoles: [{role: Me}, {role: User Manager}]
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: shop}
      spec: {applicationRef: {name: orders}, availableTo: [Clients, Groups, Users], description: As declared}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: clerk, namespace: shop}
      spec: {applicationRef: {name: orders}, availableTo: [Clients, Groups, Users], description: As declared}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: staff, namespace: shop}
      spec:
        role: {role: reader, application: {name: orders}}
        grantee: {group: Order Staff}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppAssignment
      metadata: {name: staff, namespace: shop}
      spec:
        applicationRef: {name: orders}
        grantee: {user: ada@example.com}
      """;

  private static final String CHANGED =
      APPLICATION
          .replace("As declared", "Changed")
          .replace("User Manager", "Signin")
          .replace("role: reader,", "role: clerk,")
          .replace("user: ada@example.com", "group: Order Staff");

  /** What happens while the process stops. */
  enum CrashScenario {
    CREATE,
    UPDATE,
    ADOPT,
    ROTATE,
    LOSE_SECRET,
    WITHDRAW,
    TAKE_OVER,
    RETAIN,
    DELETE_WITHDRAWN,
    DELETE
  }

  @ParameterizedTest
  @EnumSource
  void convergesAfterCrashAtAnyCall(CrashScenario scenario) throws Exception {
    var calls = run(scenario, CrashPoint.never(), Set.of());
    var points =
        IntStream.rangeClosed(1, calls)
            .boxed()
            .flatMap(call -> Stream.of(CrashPoint.before(call), CrashPoint.after(call)))
            .toList();
    converges(scenario, points, Set.of());
    var stopped = points.stream().filter(CrashPoint::isCut).count();
    System.out.printf("%s: stopped at %d points, all passed%n", scenario, stopped);
    assertThat(stopped)
        .as("calls differ a little from run to run")
        .isGreaterThan(points.size() / 2L);
  }

  /** The life of the application under each mode of the domain, stopped at some of its calls. */
  @ParameterizedTest
  @MethodSource("dev.identitydomains.operator.controller.OperatorUnderModesTest#modes")
  void convergesAfterCrashUnderModes(Set<DomainMode> modes) throws Exception {
    var random = new Random(modes.toString().hashCode());
    for (var scenario : List.of(CrashScenario.CREATE, CrashScenario.UPDATE, CrashScenario.DELETE)) {
      var calls = run(scenario, CrashPoint.never(), modes);
      var points =
          IntStream.range(0, POINTS_UNDER_MODES)
              .mapToObj(_ -> point(random, 1 + random.nextInt(calls)))
              .toList();
      converges(scenario, points, modes);
    }
  }

  private static CrashPoint point(Random random, int call) {
    return random.nextBoolean() ? CrashPoint.before(call) : CrashPoint.after(call);
  }

  private static void converges(
      CrashScenario scenario, List<CrashPoint> points, Set<DomainMode> modes) throws Exception {
    try (var threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      var runs =
          points.stream()
              .<Callable<Integer>>map(point -> () -> run(scenario, point, modes))
              .map(threads::submit)
              .toList();
      for (var i = 0; i < runs.size(); i++) {
        try {
          runs.get(i).get();
        } catch (java.util.concurrent.ExecutionException e) {
          throw new AssertionError(scenario + ", stopped " + points.get(i), e.getCause());
        }
      }
    }
  }

  /** Returns how many calls the process made that lives as long as this lifeline. */
  private static int run(CrashScenario scenario, CrashPoint crashPoint, Set<DomainMode> modes)
      throws Exception {
    try (var fixture = new CrashFixture(modes)) {
      fixture.prepare(scenario);
      var before = fixture.secret();
      fixture.begin(scenario);
      try (var _ = fixture.process(crashPoint)) {
        awaitThat(() -> crashPoint.isCut() || fixture.isOver(scenario));
      }
      try (var _ = fixture.process(CrashPoint.never())) {
        try {
          awaitThat(() -> fixture.isOver(scenario));
        } catch (ConditionTimeoutException e) {
          throw new AssertionError("not over:\n" + fixture.describe(), e);
        }
      }
      fixture.check(scenario, before);
      return crashPoint.calls();
    }
  }

  private static void awaitThat(Callable<Boolean> condition) {
    await()
        .dontCatchUncaughtExceptions() // other processes die meanwhile
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(10))
        .until(condition);
  }

  /** A domain and a Kubernetes API that outlive processes. */
  private static final class CrashFixture implements AutoCloseable {

    private final IdentityDomainEmulator domain;
    private final EmbeddedKubernetes api = EmbeddedKubernetes.start();
    private final KubernetesClient client =
        new KubernetesClientBuilder().withConfig(config(api.kubeconfig())).build();
    private final List<JsonNode> initialResources;
    private String clusterId;

    CrashFixture(Set<DomainMode> modes) throws IOException {
      clusterId = client.namespaces().withName("kube-system").get().getMetadata().getUid();
      domain = IdentityDomainEmulator.start(DomainOptions.defaults().withModes(modes));
      initialResources = contents();
      Definitions.create(client);
      apply(NAMESPACES);
      apply(DOMAIN);
    }

    private static Config config(String kubeconfig) {
      var config = Config.fromKubeconfig(kubeconfig);
      config.setRequestRetryBackoffLimit(0);
      return config;
    }

    private void apply(String yaml) {
      var text =
          yaml.replace("DOMAIN_URL", domain.url().toString())
              .replace("DOMAIN_SECRET", domain.adminSecret());
      var stream = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      for (var item : client.load(stream).items()) {
        client.resource(item).fieldManager("test").forceConflicts().serverSideApply();
      }
    }

    /** A process; it ends when it is closed. */
    AutoCloseable process(CrashPoint crashPoint) throws IOException {
      domain.attach(crashPoint);
      var own = ApiServerClient.open(config(api.kubeconfig(crashPoint)), new SimpleMeterRegistry());
      var operator = start(own, options(), crashPoint);
      return () -> {
        operator.ifPresent(OperatorProcess::close);
        own.close();
      };
    }

    /** The operator; empty when it has stopped before it has started. */
    private static Optional<OperatorProcess> start(
        KubernetesClient own, OperatorOptions options, CrashPoint crashPoint) {
      try {
        return Optional.of(OperatorProcess.start(own, options, new SimpleMeterRegistry()));
      } catch (RuntimeException e) {
        if (crashPoint.isCut()) {
          return Optional.empty();
        }
        throw e;
      }
    }

    private OperatorOptions options() {
      return new OperatorOptions(
          Sandbox.SINGLE_PROCESS.selection(),
          Sandbox.SINGLE_PROCESS.domains(),
          null,
          clusterId,
          false,
          "operator");
    }

    void prepare(CrashScenario scenario) throws Exception {
      switch (scenario) {
        case CREATE -> {}
        case ADOPT -> domain.make("Apps", legacy());
        case UPDATE, ROTATE, LOSE_SECRET, WITHDRAW, TAKE_OVER, RETAIN, DELETE_WITHDRAWN, DELETE -> {
          apply(APPLICATION);
          try (var _ = process(CrashPoint.never())) {
            awaitThat(() -> isOver(CrashScenario.CREATE));
          }
        }
      }
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode legacy() {
      var app = JsonNodeFactory.instance.objectNode();
      app.put("name", "orders").put("displayName", "orders").put("description", "By hand");
      app.put("isOAuthClient", true).put("clientType", "confidential");
      app.putArray("allowedGrants").add("client_credentials");
      app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
      return app;
    }

    void begin(CrashScenario scenario) {
      switch (scenario) {
        case CREATE, ADOPT -> apply(APPLICATION);
        case UPDATE -> apply(CHANGED);
        case ROTATE ->
            client
                .resources(ClientApplication.class)
                .inNamespace("shop")
                .withName("orders")
                .edit(app -> {
                  app.getMetadata().getAnnotations().put(WellKnownNames.ROTATE_ANNOTATION, "now");
                  return app;
                });
        case LOSE_SECRET -> client.resource(secret()).delete();
        case WITHDRAW -> withdraw();
        case TAKE_OVER -> move();
        case RETAIN -> {
          apply(DOMAIN + "  deletionPolicy: Retain\n");
          apply(APPLICATION.replace("  deletionPolicy: Delete\n", ""));
          delete();
        }
        case DELETE_WITHDRAWN -> {
          withdraw();
          delete();
        }
        case DELETE -> delete();
      }
    }

    private void withdraw() {
      apply(NAMESPACES.replace("gold", "lead"));
    }

    /** Restores the resources in a cluster with another id, without status. */
    private void move() {
      apply(DOMAIN + "  successorOf: [%s]\n".formatted(clusterId));
      clusterId = "restored";
      var backup = secret();
      resources().toList().forEach(this::lose);
      backup.setMetadata(
          new ObjectMetaBuilder()
              .withName(backup.getMetadata().getName())
              .withNamespace("shop")
              .withLabels(backup.getMetadata().getLabels())
              .withAnnotations(backup.getMetadata().getAnnotations())
              .build());
      client.resource(backup).create();
      apply(APPLICATION);
    }

    private void lose(CustomResource<?, ?> resource) {
      resource.getMetadata().setFinalizers(List.of());
      resource.getMetadata().setResourceVersion(null);
      client.resource(resource).update();
      client.resource(resource).delete();
    }

    private boolean isMoved() {
      return domain
          .app("orders")
          .path("tags")
          .valueStream()
          .anyMatch(tag -> tag.path("value").asText().startsWith("restored/"));
    }

    private void delete() {
      resources().forEach(resource -> client.resource(resource).delete());
    }

    boolean isOver(CrashScenario scenario) {
      return switch (scenario) {
        case CREATE, UPDATE, ADOPT, LOSE_SECRET -> allReady();
        case TAKE_OVER -> allReady() && isMoved();
        case ROTATE -> allReady() && isRotated();
        case WITHDRAW ->
            made("Grants").isEmpty()
                && resources()
                    .allMatch(resource ->
                        OperatorFixture.ready(resource)
                            .filter(ready -> ready.reason().equals("NamespaceNotAllowed"))
                            .isPresent());
        case RETAIN, DELETE, DELETE_WITHDRAWN -> resources().findAny().isEmpty();
      };
    }

    /** Each resource with what is said of it. */
    String describe() {
      return resources()
          .map(r ->
              "%s %s: %s"
                  .formatted(r.getKind(), References.key(r), OperatorFixture.ready(r).orElse(null)))
          .collect(Collectors.joining("\n"));
    }

    private boolean isRotated() {
      return "now"
          .equals(secret().getMetadata().getAnnotations().get(WellKnownNames.ROTATE_ANNOTATION));
    }

    private boolean allReady() {
      return resources().allMatch(References::isReady) && secret().getMetadata() != null;
    }

    private Stream<CustomResource<?, ?>> resources() {
      return Stream.of(
              ClientApplication.class, AppRole.class, AppRoleGrant.class, AppAssignment.class)
          .flatMap(kind -> client.resources(kind).inNamespace("shop").list().getItems().stream());
    }

    /** The Secret, or one without data while there is none. */
    Secret secret() {
      var found = client.secrets().inNamespace("shop").list().getItems();
      assertThat(found).hasSizeLessThanOrEqualTo(1);
      return found.isEmpty() ? new Secret() : found.getFirst();
    }

    void check(CrashScenario scenario, Secret before) throws IOException {
      if (scenario == CrashScenario.WITHDRAW) {
        assertThat(made("Grants")).isEmpty();
        assertThat(made("AppRoles")).hasSize(2);
        assertThat(made("Apps"))
            .singleElement()
            .satisfies(app -> assertThat(app.path("active").asBoolean()).isTrue());
        assertThat(secret().getData()).isEqualTo(before.getData());
        return;
      }
      if (scenario == CrashScenario.RETAIN) {
        assertThat(made("Grants")).hasSize(4);
        assertThat(made("AppRoles")).hasSize(2);
        assertThat(domain.app("orders").path("tags").valueStream())
            .singleElement()
            .satisfies(tag ->
                assertThat(tag.path("key").asText())
                    .isEqualTo("identitydomains.dev/retained-from"));
        return;
      }
      if (scenario == CrashScenario.DELETE || scenario == CrashScenario.DELETE_WITHDRAWN) {
        assertThat(contents()).isEqualTo(initialResources);
        assertThat(secret().getData()).isNullOrEmpty();
        return;
      }
      var changed = scenario == CrashScenario.UPDATE;
      var app = domain.app("orders");
      var text = changed ? "Changed" : "As declared";
      assertThat(made("Apps"))
          .singleElement()
          .satisfies(made -> {
            assertThat(made.path("name").asText()).isEqualTo("orders");
            assertThat(made.path("description").asText()).isEqualTo(text);
          });
      assertThat(made("AppRoles").stream().map(role -> role.path("displayName").asText()))
          .containsExactlyInAnyOrder("reader", "clerk");
      assertThat(made("AppRoles")).allMatch(r -> r.path("description").asText().equals(text));
      assertThat(made("Grants").stream().map(this::describe))
          .containsExactlyInAnyOrder(
              "App: Me",
              changed ? "App: Signin" : "App: User Manager",
              changed ? "Group: clerk" : "Group: reader",
              changed ? "Group: " : "User: ");
      var secret = secret();
      var accepted =
          secret.getMetadata().getAnnotations().getOrDefault(WellKnownNames.KEY_IDS_ANNOTATION, "");
      assertThat(accepted.split(",", -1))
          .startsWith(OperatorFixture.value(secret, "key-id"))
          .containsExactlyInAnyOrder(texts(app.path("certificates").valueStream(), "certAlias"))
          .containsExactlyInAnyOrder(
              texts(made("OAuthClientCertificates").stream(), "certificateAlias"));
      assertThat(tokenStatus(secret)).isEqualTo(200);
      if (scenario == CrashScenario.UPDATE || scenario == CrashScenario.TAKE_OVER) {
        assertThat(secret.getData()).isEqualTo(before.getData());
      }
      assertThat(domain.calls())
          .filteredOn(call -> call.line().contains("AppClientSecretRegenerator"))
          .hasSize(scenario == CrashScenario.ROTATE ? 1 : 0);
      assertThat(OperatorFixture.value(secret, "client-secret"))
          .isEqualTo(app.path("clientSecret").asText());
    }

    private static String[] texts(Stream<JsonNode> entries, String attribute) {
      return entries.map(entry -> entry.path(attribute).asText()).toArray(String[]::new);
    }

    private String describe(JsonNode grant) {
      var role = domain.find("AppRoles", "id", grant.at("/entitlement/attributeValue").asText());
      return grant.at("/grantee/type").asText() + ": " + role.path("displayName").asText();
    }

    private List<JsonNode> made(String type) {
      return domain
          .resources(type)
          .filter(resource -> !initialResources.contains(resource))
          .toList();
    }

    private List<JsonNode> contents() {
      return Stream.of("Apps", "AppRoles", "Grants", "OAuthClientCertificates")
          .flatMap(domain::resources)
          .toList();
    }

    private static int tokenStatus(Secret secret) throws IOException {
      var basic =
          Credentials.basic(
              OperatorFixture.value(secret, "client-id"),
              OperatorFixture.value(secret, "client-secret"));
      var request =
          new Request.Builder()
              .url(OperatorFixture.value(secret, "token-uri"))
              .header("Authorization", basic)
              .post(new FormBody.Builder().add("grant_type", "client_credentials").build());
      try (var reply = HTTP.newCall(request.build()).execute()) {
        return reply.code();
      }
    }

    @Override
    public void close() {
      client.close();
      api.close();
      domain.close();
    }
  }
}
