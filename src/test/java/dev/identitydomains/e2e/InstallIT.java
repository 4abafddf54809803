package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.admission.AdmissionTable;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ClusterTest
class InstallIT {

  private static final JsonMapper JSON = new JsonMapper();
  private final OkHttpClient http = new OkHttpClient();

  /** Runs the commands of the README's section "Install" in a copy of the folders. */
  @Test
  void commandsOfReadmeInstallWorkingOperator(Scenario scenario, @TempDir Path folder)
      throws IOException {
    for (var part : List.of("crds", "deploy", "examples")) {
      copy(Path.of(part), folder.resolve(part));
    }
    putDomain(folder.resolve("examples/quickstart/02-domain.yaml"), scenario.domain());
    var kubectl = scenario.kubectl().in(folder);
    scenario.operatorWith();
    for (var command : installCommands()) {
      kubectl.run(command.split(" ", -1));
    }
    var ready = kubectl.run("get", "identity", "-A", "--no-headers").lines().toList();
    assertThat(ready).filteredOn(line -> line.contains("True")).hasSize(5);
    requestsToken(scenario);
    kubectl.run("delete", "-f", "examples/quickstart/", "--timeout=60s");
    // the built-in App and the operator's client
    assertThat(scenario.domain().resources("Apps")).hasSize(2);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  /** Replaces the URL; the credentials of the example are valid. */
  private static void putDomain(Path file, IdentityDomainEmulator domain) throws IOException {
    var yaml = Files.readString(file);
    assertThat(yaml).contains("url: http://127.0.0.1:18080\n");
    Files.writeString(file, yaml.replace("http://127.0.0.1:18080", domain.url().toString()));
  }

  private static List<String> installCommands() throws IOException {
    var readme = Files.readString(Path.of("README.md"));
    var section = readme.split("\n## Install\n", 2)[1].split("\n## ", 2)[0];
    var commands =
        section
            .lines()
            .filter(line -> line.startsWith("kubectl "))
            .map(line -> line.substring("kubectl ".length()))
            .toList();
    assertThat(commands).hasSizeGreaterThanOrEqualTo(3);
    return commands;
  }

  /** The client gets a token for the API of the example. */
  private void requestsToken(Scenario scenario) throws IOException {
    var secret =
        JSON.readTree(
            scenario
                .kubectl()
                .run("get", "secret", "-n", "shop", "orders-report-oauth", "-o", "json"));
    var token =
        call(
            new Request.Builder()
                .url(value(secret, "token-uri"))
                .header(
                    "Authorization",
                    Credentials.basic(value(secret, "client-id"), value(secret, "client-secret")))
                .post(
                    new FormBody.Builder()
                        .add("grant_type", "client_credentials")
                        .add("scope", "https://orders.example.com/read")
                        .build()));
    assertThat(token.path("access_token").asText()).isNotEmpty();
  }

  private JsonNode call(Request.Builder request) throws IOException {
    try (var reply = http.newCall(request.build()).execute()) {
      assertThat(reply.code()).isEqualTo(200);
      return JSON.readTree(reply.body().string());
    }
  }

  private static String value(JsonNode secret, String key) {
    var encoded = secret.path("data").path(key).asText();
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  @Test
  void operatorUsesEveryGrantedRight(Scenario scenario) throws IOException, InterruptedException {
    // with a Lease of another scenario, the operator would not use its right to create one
    scenario.kubectl().run("delete", "lease", "--all", "-n", KubernetesCluster.OPERATOR_NAMESPACE);
    scenario.connectDomain();
    var operator =
        scenario.operatorWith(
            "--leader-election", "true", "--lease-namespace", KubernetesCluster.OPERATOR_NAMESPACE);
    scenario.kubectl().apply(scenario.role("reader", "orders"));
    scenario.kubectl().apply(scenario.application("orders", "clientId: orders"));
    scenario.awaitReady();
    useCaBundle(scenario);
    renameSecret(scenario);
    loseApp(scenario);
    scenario.kubectl().apply(scenario.grant("staff", "reader", "orders"));
    scenario.kubectl().apply(scenario.assignment("ada", "orders"));
    scenario.awaitReady("approlegrant/staff");
    scenario.awaitReady("appassignment/ada");
    scenario.rotate("first");
    await().until(() -> scenario.events("{.reason}").contains("SecretRotated"));
    scenario.rotate("second");
    await().until(() -> scenario.events("{.series.count}").equals(List.of("2")));
    for (var resource :
        List.of("appassignment/ada", "approlegrant/staff", "approle/reader", "clientapp/orders")) {
      scenario.kubectl().run("delete", resource, "-n", scenario.namespace(), "--timeout=30s");
    }
    scenario.kubectl().run("delete", "idd", "--all", "-n", scenario.namespace());
    assertThat(operator.metrics()).contains("identity_domain_calls_seconds_count");
    assertThat(operator.status("/livez")).isEqualTo(200);
    assertThat(operator.stop()).isTrue();

    var used = new TreeSet<String>();
    scenario
        .cluster()
        .operatorRequests(scenario.begin())
        .forEach(e -> used.add(KubernetesCluster.right(e)));
    // read only after a conflict over finalizers, which a test cannot cause at the moment needed
    AdmissionTable.plurals().forEach(plural -> used.add(plural + ".identitydomains.dev get"));
    assertThat(used).containsAll(scenario.cluster().granted());
  }

  private static void useCaBundle(Scenario scenario) {
    scenario
        .kubectl()
        .run(
            "create",
            "configmap",
            "ca",
            "-n",
            scenario.namespace(),
            "--from-literal=ca.crt=" + scenario.cluster().api().caCertificate());
    scenario
        .kubectl()
        .run(
            "patch",
            "idd",
            "main",
            "-n",
            scenario.namespace(),
            "--type=merge",
            "-p",
            "{\"spec\":{\"caBundle\":{\"configMapRef\":{\"name\":\"ca\"}}}}");
    scenario.awaitReady();
  }

  private static void renameSecret(Scenario scenario) {
    scenario
        .kubectl()
        .apply(
            scenario.application("orders", "clientId: orders", "credentialsSecret: {name: other}"));
    scenario.awaitReady();
    scenario
        .kubectl()
        .run(
            "wait",
            "--for=delete",
            "secret/orders-oauth-client",
            "-n",
            scenario.namespace(),
            "--timeout=30s");
  }

  private static void loseApp(Scenario scenario) {
    var before = scenario.domain().app("orders").path("id").asText();
    scenario.domain().remove(before);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          var annotation =
              scenario.get(
                  "secret",
                  "other",
                  "-o",
                  "jsonpath={.metadata.annotations.identitydomains\\.dev/app-id}");
          return !annotation.equals(before);
        });
  }

  @Test
  void operatorRestartsWorkloadsOnlyWithRestartRole(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    scenario
        .kubectl()
        .apply(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: orders, namespace: NS}
            spec:
              selector: {matchLabels: {app: orders}}
              template:
                metadata: {labels: {app: orders}}
                spec: {containers: [{name: orders, image: orders}]}
            """
                .replace("NS", scenario.namespace()));
    var restarting = "credentialsSecret: {restart: [Deployment/orders]}";
    scenario.kubectl().apply(scenario.application("orders", restarting));
    scenario.awaitReady();
    scenario.rotate("first");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            scenario
                .get("events", "-o", "jsonpath={.items[*].message}")
                .contains("Apply deploy/restart"));
    scenario.kubectl().run("apply", "-k", "deploy/restart/");
    scenario.rotate("second");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            !scenario
                .get(
                    "deployment",
                    "orders",
                    "-o",
                    "jsonpath={.spec.template.metadata.annotations.identitydomains\\.dev/restarted-for}")
                .isEmpty());
    scenario.kubectl().run("delete", "-k", "deploy/restart/");
  }

  @Test
  void singleNamespaceOverlayGrantsNoRightsElsewhere(Scenario scenario) throws IOException {
    var whole = rules(scenario.kubectl().run("kustomize", "deploy/"), "ClusterRole");
    var rendered = scenario.kubectl().run("kustomize", "deploy/single-namespace/");
    assertThat(rules(rendered, "ClusterRole"))
        .singleElement()
        .satisfies(rule -> {
          assertThat(rule.path("resources").toString()).isEqualTo("[\"namespaces\"]");
          assertThat(rule.path("resourceNames").toString()).isEqualTo("[\"kube-system\"]");
        });
    assertThat(rules(rendered, "Role").stream().filter(rule -> !isOfNamespaces(rule)))
        .isEqualTo(whole.stream().filter(rule -> !isOfNamespaces(rule)).toList());
    assertThat(rules(rendered, "Role").stream().filter(InstallIT::isOfNamespaces))
        .singleElement()
        .satisfies(rule -> assertThat(rule.path("verbs").toString()).isEqualTo("[\"get\"]"));
  }

  private static boolean isOfNamespaces(JsonNode rule) {
    return rule.path("resources").toString().contains("namespaces");
  }

  /** A Role may grant the reading of its own namespace. */
  @Test
  void singleNamespaceOverlayReadsItsOwnNamespaceAlone(Scenario scenario) {
    var other = scenario.anotherNamespace("other");
    var namespace = scenario.anotherNamespace("own");
    var account = "system:serviceaccount:%s:identity-domain-operator".formatted(namespace);
    var role =
        "create role identity-domain-operator --verb=get --resource=namespaces -n " + namespace;
    scenario.kubectl().run(role.split(" "));
    var binding =
        "create rolebinding operator --role=identity-domain-operator --serviceaccount=%1$s:identity-domain-operator -n %1$s"
            .formatted(namespace);
    scenario.kubectl().run(binding.split(" "));
    assertThat(
            scenario.kubectl().run("get", "namespace", namespace, "-o", "name", "--as=" + account))
        .contains("namespace/" + namespace);
    assertThat(
            scenario
                .kubectl()
                .attempt(List.of("get", "namespace", other, "-o", "name", "--as=" + account)))
        .doesNotContain("namespace/" + other);
  }

  private static List<JsonNode> rules(String yaml, String kind) throws IOException {
    var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll();
    return documents.stream()
        .filter(document -> document.path("kind").asText().equals(kind))
        .filter(role -> role.at("/metadata/name").asText().equals("identity-domain-operator"))
        .flatMap(role -> role.path("rules").valueStream())
        .toList();
  }

  @Test
  void operatorOfSomeNamespacesServesEach(Scenario scenario) throws IOException {
    var team = scenario.anotherNamespace("team");
    scenario.connectDomain();
    scenario.register("orders", team);
    scenario.operatorWith("--namespaces", scenario.namespace() + "," + team);
    scenario.awaitReady();
    scenario
        .kubectl()
        .run("wait", "--for=condition=Ready", "clientapp/orders", "-n", team, "--timeout=60s");
  }

  @Test
  void aggregatedRolesLetTenantsViewAndEdit(Scenario scenario) throws IOException {
    scenario.connectDomain();
    var viewer = scenario.account(scenario.namespace(), "view");
    var editor = scenario.account(scenario.namespace(), "edit");
    editor.apply(scenario.application("orders"));
    editor.run("annotate", "clientapp/orders", "-n", scenario.namespace(), "note=x");
    assertThat(viewer.run("get", "clientapp", "-n", scenario.namespace())).contains("orders");
    assertThat(viewer.attempt(List.of("delete", "clientapp/orders", "-n", scenario.namespace())))
        .contains("Forbidden");
    assertThat(editor.attempt(List.of("get", "clientapp", "-A"))).contains("Forbidden");
    editor.run("delete", "clientapp/orders", "-n", scenario.namespace());
  }

  @Test
  void onlyNamespaceAdministratorsConnectDomains(Scenario scenario) throws IOException {
    scenario.connectDomain();
    var namespace = scenario.namespace();
    var editor = scenario.account(scenario.namespace(), "edit");
    var admin = scenario.account(scenario.namespace(), "admin");
    var another = domain(scenario, "another");
    assertThat(editor.attempt(another, "create", "-f", "-")).contains("Forbidden");
    assertThat(editor.attempt(List.of("annotate", "idd/main", "note=x", "-n", namespace)))
        .contains("Forbidden");
    assertThat(editor.attempt(List.of("delete", "idd/main", "-n", namespace)))
        .contains("Forbidden");
    assertThat(editor.attempt(List.of("delete", "--raw", domains(namespace))))
        .contains("Forbidden");
    assertThat(editor.run("get", "idd", "-n", namespace)).contains("main");
    editor.apply(scenario.application("orders"));
    editor.apply(scenario.role("reader", "orders"));
    editor.apply(scenario.grant("staff", "reader", "orders"));
    editor.apply(scenario.assignment("ada", "orders"));

    admin.apply(another);
    admin.run("annotate", "idd/another", "-n", namespace, "note=x");
    admin.run("delete", "idd/another", "-n", namespace);
    admin.run("delete", "--raw", domains(namespace));
    admin.apply(scenario.application("reports"));
  }

  private static String domain(Scenario scenario, String name) {
    return """
    apiVersion: identitydomains.dev/v1alpha1
    kind: IdentityDomain
    metadata: {name: %s, namespace: %s}
    spec: {url: %s, credentials: {clientSecret: {secretRef: {name: domain-admin}}}}
    """
        .formatted(name, scenario.namespace(), scenario.domain().url());
  }

  private static String domains(String namespace) {
    return "/apis/identitydomains.dev/v1alpha1/namespaces/" + namespace + "/identitydomains";
  }
}
