package dev.identitydomains.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.quickstart.Readiness.Row;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Applies every example and checks the results that its comments promise. */
class ExamplesTest {

  private static final Path EXAMPLES = Path.of("examples");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @AutoClose private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    var options = DomainOptions.defaults().withAdminSecret(Quickstart.EXAMPLE_SECRET);
    var domain = IdentityDomainEmulator.start(options);
    for (var name : List.of("billing", "warehouse")) {
      var app = JsonNodeFactory.instance.objectNode().put("name", name + "_legacy");
      app.put("displayName", name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
      app.put("isOAuthClient", true).put("clientType", "confidential");
      app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
      domain.make("Apps", app);
    }
    makeIntegration(domain);
    sandbox = Sandbox.start(domain, EmbeddedKubernetes.start());
  }

  /** As Oracle makes it for an instance of its Integration service. */
  private static void makeIntegration(IdentityDomainEmulator domain) {
    var app = JsonNodeFactory.instance.objectNode().put("name", "ABC_APPID");
    app.put("displayName", "Integration").put("isOAuthResource", true);
    app.put("audience", "https://integration.example.com:443");
    app.putArray("scopes").addObject().put("value", "urn:opc:resource:consumer::all");
    app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    var role = JsonNodeFactory.instance.objectNode().put("displayName", "ServiceInvoker");
    role.put("availableToClients", true).put("availableToUsers", true);
    role.putObject("app").put("value", domain.make("Apps", app));
    domain.make("AppRoles", role);
  }

  @ParameterizedTest
  @CsvSource({
    "adoption, Synced",
    "assignment, Synced",
    "integration, Synced",
    "portal, Synced",
    "spring-boot, Synced",
    "quarkus, Synced",
    "observe, DriftDetected",
    "rotation, Synced",
    "roles-and-grants, Synced",
    "user-administration, Synced"
  })
  void exampleReachesPromisedReason(String folder, String reason) throws IOException {
    apply(EXAMPLES.resolve("quickstart"));
    var manifests = apply(EXAMPLES.resolve(folder));
    var readiness = new Readiness(sandbox.client());
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(readiness.await(manifests.own(), Duration.ofMillis(1)))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.message()).startsWith(reason + ":")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "test", "prod"})
  void environmentBecomesReady(String name, @TempDir Path folder) throws Exception {
    var built = kustomize(EXAMPLES.resolve("environments").resolve(name));
    Files.writeString(
        folder.resolve("environment.yaml"),
        built.replaceAll("url: https://idcs-" + name + "\\S+", "url: " + Quickstart.EXAMPLE_URL));
    Files.writeString(folder.resolve("secret.yaml"), adminSecret("storefront"));
    var manifests = apply(folder);
    assertThat(new Readiness(sandbox.client()).await(manifests.own(), PATIENCE))
        .hasSize(2)
        .allMatch(Row::ready);
    var app = sandbox.domain().find("Apps", "displayName", "Storefront");
    assertThat(app.path("redirectUris").path(0).asText()).contains("." + name + ".");
    OutOfSync.assertNone(sandbox.client(), manifests);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void clusterOfFluxBecomesReady(String cluster, @TempDir Path folder) throws Exception {
    for (var kustomization : FluxExample.objects(cluster, "Kustomization")) {
      var file = folder.resolve(kustomization.at("/metadata/name").asText() + ".yaml");
      var url = kustomization.at("/spec/postBuild/substitute/domain_url").asText();
      var text = FluxExample.text(kustomization);
      Files.writeString(file, url.isEmpty() ? text : text.replace(url, Quickstart.EXAMPLE_URL));
    }
    Files.writeString(folder.resolve("secret.yaml"), adminSecret("identity"));
    var manifests = apply(folder);
    assertThat(new Readiness(sandbox.client()).await(manifests.own(), PATIENCE))
        .hasSize(4)
        .allMatch(Row::ready);
    OutOfSync.assertNone(sandbox.client(), manifests);
  }

  @Test
  void everyExampleHasTest() throws IOException {
    try (var folders = Files.list(EXAMPLES)) {
      assertThat(folders.map(f -> f.getFileName().toString()).collect(Collectors.toSet()))
          .isEqualTo(
              Set.of(
                  "quickstart",
                  "adoption",
                  "observe",
                  "rotation",
                  "roles-and-grants",
                  "user-administration",
                  "portal",
                  "assignment",
                  "integration",
                  "spring-boot",
                  "quarkus",
                  "environments",
                  "gitops"));
    }
  }

  private Manifests apply(Path folder) throws IOException {
    var manifests = new Manifests(sandbox.client(), folder, sandbox.domain().url().toString());
    manifests.sync();
    return manifests;
  }

  private static String adminSecret(String namespace) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: domain-admin, namespace: %s, labels: {identitydomains.dev/credentials: ""}}
    stringData: {client-id: domain_admin, client-secret: only-for-the-sandbox}
    """
        .formatted(namespace);
  }

  private static String kustomize(Path folder) throws IOException, InterruptedException {
    Process kubectl;
    try {
      kubectl = new ProcessBuilder("kubectl", "kustomize", folder.toString()).start();
    } catch (IOException e) {
      assumeTrue("true".equals(System.getenv("CI")), "kubectl is not there: " + e.getMessage());
      throw e;
    }
    var output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(kubectl.waitFor()).isZero();
    return output;
  }
}
