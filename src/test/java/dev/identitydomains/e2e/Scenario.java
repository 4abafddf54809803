package dev.identitydomains.e2e;

import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.PlainHttpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The namespaces, identity domain and operators of one scenario. {@link #close} empties the
 * namespaces and writes the timeline into the scenario's folder under {@code target/e2e/}.
 */
public final class Scenario implements AutoCloseable {

  /** The client secret of the domain's administrator. */
  static final String SECRET = "only-for-the-sandbox";

  private final KubernetesCluster cluster;
  private final String namespace;
  private final List<String> namespaces = new ArrayList<>();
  private final Path folder;
  private final Instant begin = Instant.now();
  private final IdentityDomainEmulator domain;
  private final List<OperatorJar> operators = new ArrayList<>();

  Scenario(KubernetesCluster cluster, String name) throws IOException {
    this.cluster = cluster;
    this.namespace = name;
    namespaces.add(name);
    this.folder = Files.createDirectories(Path.of("target", "e2e", name));
    this.domain = IdentityDomainEmulator.start(DomainOptions.defaults().withAdminSecret(SECRET));
  }

  KubernetesCluster cluster() {
    return cluster;
  }

  String namespace() {
    return namespace;
  }

  Path folder() {
    return folder;
  }

  Instant begin() {
    return begin;
  }

  IdentityDomainEmulator domain() {
    return domain;
  }

  /** kubectl with all rights. */
  Kubectl kubectl() {
    return cluster.admin();
  }

  /** Starts an operator for this scenario's namespace. */
  OperatorJar operator(String... options) throws IOException {
    var all =
        Stream.concat(Stream.of("--namespaces", namespace), Stream.of(options))
            .toArray(String[]::new);
    return operatorWith(all);
  }

  /** Starts an operator with these options only. */
  OperatorJar operatorWith(String... options) throws IOException {
    return start(cluster.api().url(), options);
  }

  /** Starts an operator for this scenario's namespace with a proxy to the API server. */
  OperatorJar operatorOn(ApiLine line) throws IOException {
    return start(line.url(), "--namespaces", namespace);
  }

  /** Starts an operator with 384 MB for all namespaces, with a proxy to the API server. */
  OperatorJar smallOperatorOn(ApiLine line) throws IOException {
    var environment = OperatorJar.with(cluster.operatorKubeconfig(line.url()));
    var operator =
        OperatorJar.startWithHeap("384m", environment, folder.resolve("operator-small.log"));
    operators.add(operator);
    return operator;
  }

  /** Starts an operator for this scenario's namespace with a proxy without WebSocket. */
  OperatorJar operatorOn(PlainHttpProxy proxy) throws IOException {
    return start(proxy.url(), "--namespaces", namespace);
  }

  private OperatorJar start(String server, String... options) throws IOException {
    var log = folder.resolve("operator-%d.log".formatted(operators.size() + 1));
    var operator =
        OperatorJar.start(OperatorJar.with(cluster.operatorKubeconfig(server)), log, options);
    operators.add(operator);
    return operator;
  }

  /** Creates another namespace; the operators of {@link #operator} do not watch it. */
  String anotherNamespace(String suffix) {
    var name = laterNamespace(suffix);
    kubectl().run("create", "namespace", name);
    return name;
  }

  /** The name of another namespace, which the test creates. */
  String laterNamespace(String suffix) {
    var name = namespace + "-" + suffix;
    namespaces.add(name);
    return name;
  }

  /** kubectl with the rights of a new ServiceAccount that has this role in a namespace. */
  Kubectl account(String in, String role) throws IOException {
    kubectl().run("create", "serviceaccount", role, "-n", in);
    var subject = "--serviceaccount=" + in + ":" + role;
    kubectl().run("create", "rolebinding", role, "-n", in, "--clusterrole=" + role, subject);
    return cluster.as(in, role);
  }

  /** Creates the namespace and the IdentityDomain {@code main}. */
  void connectDomain() {
    kubectl()
        .apply(
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: NS}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: domain-admin, namespace: NS, labels: {identitydomains.dev/credentials: ""}}
            stringData: {client-id: domain_admin, client-secret: only-for-the-sandbox}
            ---
            apiVersion: identitydomains.dev/v1alpha1
            kind: IdentityDomain
            metadata: {name: main, namespace: NS}
            spec:
              url: URL
              type: Premium
              driftCheckInterval: 10s
              credentials: {clientSecret: {secretRef: {name: domain-admin}}}
            """
                .replace("NS", namespace)
                .replace("URL", domain.url().toString()));
  }

  /** Creates a confidential client of the domain in another namespace, and admits all. */
  void register(String name, String other) {
    var admitted = "{\"spec\":{\"allowedNamespaces\":{\"from\":\"All\"}}}";
    kubectl().run("patch", "idd/main", "-n", namespace, "--type=merge", "-p", admitted);
    var yaml =
        application(name)
            .replace("namespace: " + namespace, "namespace: " + other)
            .replace("{name: main}", "{name: main, namespace: " + namespace + "}");
    kubectl().apply(yaml);
  }

  /** YAML of a confidential client, with further fields of its spec. */
  String application(String name, String... fields) {
    return """
    apiVersion: identitydomains.dev/v1alpha1
    kind: ClientApplication
    metadata: {name: %s, namespace: %s}
    spec:
      domainRef: {name: main}
      client: {grantTypes: [client_credentials]}
    """
            .formatted(name, namespace)
        + Stream.of(fields).map("  %s\n"::formatted).reduce("", String::concat);
  }

  /** YAML of a role of an application, with further fields of its spec. */
  String role(String name, String application, String... fields) {
    return """
    apiVersion: identitydomains.dev/v1alpha1
    kind: AppRole
    metadata: {name: %s, namespace: %s}
    spec:
      applicationRef: {name: %s}
    """
            .formatted(name, namespace, application)
        + Stream.of(fields).map("  %s\n"::formatted).reduce("", String::concat);
  }

  /** YAML of a grant of an application's role to a group. */
  String grant(String name, String role, String application) {
    return """
    apiVersion: identitydomains.dev/v1alpha1
    kind: AppRoleGrant
    metadata: {name: %s, namespace: %s}
    spec: {role: {role: %s, application: {name: %s}}, grantee: {group: Order Staff}}
    """
        .formatted(name, namespace, role, application);
  }

  /** YAML of the assignment of an application to a user. */
  String assignment(String name, String application) {
    return """
    apiVersion: identitydomains.dev/v1alpha1
    kind: AppAssignment
    metadata: {name: %s, namespace: %s}
    spec: {applicationRef: {name: %s}, grantee: {user: ada@example.com}}
    """
        .formatted(name, namespace, application);
  }

  /** YAML of confidential clients {@code app-<number>}. */
  String applications(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> application("app-" + i, "clientId: app_" + i))
        .collect(Collectors.joining("---\n"));
  }

  /** The reason of a resource's condition Ready; empty before its first status. */
  String reason(String resource) {
    return get(resource, "-o", "jsonpath={.status.conditions[?(@.type==\"Ready\")].reason}");
  }

  /** Waits until all resources of the namespace are Ready. */
  void awaitReady(String... resources) {
    var arguments = new ArrayList<>(List.of("wait", "--for=condition=Ready", "--timeout=120s"));
    arguments.addAll(List.of("-n", namespace));
    arguments.addAll(resources.length == 0 ? List.of("identity", "--all") : List.of(resources));
    kubectl().run(arguments.toArray(String[]::new));
  }

  String get(String... arguments) {
    return kubectl()
        .run(
            Stream.concat(Stream.of("get", "-n", namespace), Stream.of(arguments))
                .toArray(String[]::new));
  }

  /** Requests a rotation of the client secret of {@code orders}. */
  void rotate(String why) {
    var annotation = "identitydomains.dev/rotate-secret=" + why;
    kubectl().run("annotate", "--overwrite", "clientapp/orders", "-n", namespace, annotation);
  }

  /**
   * Values of the namespace's events of {@code events.k8s.io} at a JSONPath, in the order of names.
   */
  List<String> events(String path) {
    var lines = "jsonpath={range .items[*]}%s{\"\\n\"}{end}".formatted(path);
    return get("events.events.k8s.io", "-o", lines).lines().filter(l -> !l.isEmpty()).toList();
  }

  /** Calls that changed the domain, in order. */
  List<IdentityDomainEmulator.Call> writes() {
    return domain.calls().stream()
        .filter(call -> !call.line().startsWith("GET") && !call.line().contains("oauth2"))
        .toList();
  }

  @Override
  public void close() throws IOException {
    writeTimeline();
    operators.forEach(OperatorJar::close);
    namespaces.forEach(this::empty);
    domain.close();
  }

  private void empty(String name) {
    var list = List.of("get", "identity,secrets", "-n", name, "-o", "name");
    var left = kubectl().attempt(list).lines().filter(line -> line.contains("/")).toList();
    if (!left.isEmpty()) {
      // no operator is left to remove their finalizers
      var patch = new ArrayList<>(List.of("patch", "-n", name, "--type=merge"));
      patch.addAll(List.of("-p", "{\"metadata\":{\"finalizers\":null}}"));
      patch.addAll(left);
      kubectl().attempt(patch);
    }
    // the deletion of the namespace takes time, in which operators of other scenarios could
    // reconcile the resources
    kubectl().attempt(List.of("delete", "identity", "--all", "-n", name));
    kubectl().attempt(List.of("delete", "namespace", name, "--ignore-not-found", "--wait=false"));
  }

  private void writeTimeline() throws IOException {
    var domainCalls =
        domain.calls().stream().map(c -> "%s domain %d %s".formatted(c.at(), c.status(), c.line()));
    var requests =
        cluster
            .audit(begin)
            .filter(event ->
                event.path("requestURI").asText().contains(namespace)
                    || event.at("/user/username").asText().contains("serviceaccount:identity"))
            .map(event ->
                "%s kubernetes %s %s %s %s"
                    .formatted(
                        event.path("requestReceivedTimestamp").asText(),
                        event.at("/responseStatus/code").asText(),
                        event.path("verb").asText(),
                        event.path("requestURI").asText(),
                        event.at("/user/username").asText()));
    Files.write(
        folder.resolve("timeline.log"), Stream.concat(domainCalls, requests).sorted().toList());
  }
}
