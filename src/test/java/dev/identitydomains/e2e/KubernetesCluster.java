package dev.identitydomains.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.identitydomains.sandbox.kube.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A real control plane with the operator's installation from {@code crds/} and {@code deploy/}. */
public final class KubernetesCluster implements AutoCloseable {

  static final String OPERATOR_NAMESPACE = "identity-domain-operator";
  private static final String OPERATOR_USER =
      "system:serviceaccount:identity-domain-operator:identity-domain-operator";
  private static final JsonMapper JSON = new JsonMapper();

  private final ControlPlane api;
  private final Path kubectl;
  private final Path folder;
  private final Kubectl admin;

  private KubernetesCluster(ControlPlane api, Path assets, Path folder) throws IOException {
    this.api = api;
    this.kubectl = assets.resolve("kubectl");
    this.folder = folder;
    this.admin = kubectl("admin", api.kubeconfig());
  }

  static KubernetesCluster start(Path assets, Path folder) throws IOException {
    var api = ControlPlane.start(assets, folder.resolve("control-plane"));
    var cluster = new KubernetesCluster(api, assets, folder);
    cluster.install();
    return cluster;
  }

  private void install() {
    admin.run("apply", "-k", "crds/");
    admin.run("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
    admin.run("apply", "-k", "deploy/");
  }

  ControlPlane api() {
    return api;
  }

  /** kubectl with all rights. */
  Kubectl admin() {
    return admin;
  }

  /** kubectl with the rights of a ServiceAccount. */
  Kubectl as(String namespace, String serviceAccount) throws IOException {
    return withToken(token(namespace, serviceAccount));
  }

  /** kubectl with a bearer token. */
  Kubectl withToken(String token) throws IOException {
    return kubectl("token-" + token.hashCode(), api.kubeconfig(api.url(), token));
  }

  /**
   * Writes a kubeconfig file with the rights of the operator's ServiceAccount.
   *
   * @param server URL of the API server, or of a proxy before it
   */
  Path operatorKubeconfig(String server) throws IOException {
    var file = folder.resolve("operator.kubeconfig");
    var token = token(OPERATOR_NAMESPACE, "identity-domain-operator");
    return Files.writeString(file, api.kubeconfig(server, token)).toAbsolutePath();
  }

  private String token(String namespace, String serviceAccount) {
    return admin.run("create", "token", serviceAccount, "-n", namespace, "--duration=2h").strip();
  }

  private Kubectl kubectl(String name, String kubeconfig) throws IOException {
    return new Kubectl(
        kubectl, Files.writeString(folder.resolve(name + ".kubeconfig"), kubeconfig));
  }

  /** The operator's requests since a time, from the API server's audit log. */
  List<JsonNode> operatorRequests(Instant since) {
    return audit(since)
        .filter(event -> event.at("/user/username").asText().equals(OPERATOR_USER))
        .toList();
  }

  /** The right that a request needs, such as {@code events.events.k8s.io create}. */
  static String right(JsonNode event) {
    var target = event.path("objectRef");
    var subresource = target.path("subresource").asText();
    var resource =
        target.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource);
    return right(target.path("apiGroup").asText(), resource, event.path("verb").asText());
  }

  private static String right(String group, String resource, String verb) {
    return "%s.%s %s".formatted(resource, group.isEmpty() ? "core" : group, verb);
  }

  /** All rights of the operator's ClusterRole and Role. */
  Set<String> granted() {
    var rights = new TreeSet<String>();
    for (var role :
        List.of("clusterrole/identity-domain-operator", "role/identity-domain-operator-leases")) {
      var json = parse(admin.run("get", role, "-n", OPERATOR_NAMESPACE, "-o", "json"));
      for (var rule : json.path("rules")) {
        var group = rule.path("apiGroups").path(0).asText();
        for (var resource : rule.path("resources")) {
          rule.path("verbs")
              .forEach(verb -> rights.add(right(group, resource.asText(), verb.asText())));
        }
      }
    }
    return rights;
  }

  Stream<JsonNode> audit(Instant since) {
    try (var lines = Files.lines(api.auditLog())) {
      return lines
          .filter(line -> line.endsWith("}")) // the last line may be incomplete
          .map(KubernetesCluster::parse)
          .filter(e -> !Instant.parse(e.path("requestReceivedTimestamp").asText()).isBefore(since))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    api.close();
  }
}
