package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.stream.Stream;

/**
 * One served kind, described by parts of its CustomResourceDefinition, which built-in kinds fake.
 */
record ResourceType(JsonNode spec, JsonNode version) {

  private static final String BUILT_IN =
      """
      - {group: "", names: {plural: namespaces, kind: Namespace, shortNames: [ns]}, scope: Cluster, versions: [{name: v1}]}
      - {group: "", names: {plural: secrets, kind: Secret}, scope: Namespaced, versions: [{name: v1}]}
      - {group: "", names: {plural: configmaps, kind: ConfigMap, shortNames: [cm]}, scope: Namespaced, versions: [{name: v1}]}
      - {group: "", names: {plural: events, kind: Event, shortNames: [ev]}, scope: Namespaced, versions: [{name: v1}]}
      - {group: apps, names: {plural: deployments, kind: Deployment, shortNames: [deploy]}, scope: Namespaced, versions: [{name: v1}]}
      - {group: apps, names: {plural: statefulsets, kind: StatefulSet, shortNames: [sts]}, scope: Namespaced, versions: [{name: v1}]}
      - {group: apps, names: {plural: daemonsets, kind: DaemonSet, shortNames: [ds]}, scope: Namespaced, versions: [{name: v1}]}
      - {group: apiextensions.k8s.io, names: {plural: customresourcedefinitions, kind: CustomResourceDefinition, shortNames: [crd]}, scope: Cluster, versions: [{name: v1}]}
      """;

  static Stream<ResourceType> builtIn() {
    try {
      return new YAMLMapper().readTree(BUILT_IN).valueStream().flatMap(ResourceType::versions);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<ResourceType> versions(JsonNode spec) {
    return spec.path("versions").valueStream().map(version -> new ResourceType(spec, version));
  }

  String plural() {
    return spec.at("/names/plural").asText();
  }

  String kind() {
    return spec.at("/names/kind").asText();
  }

  String group() {
    return spec.path("group").asText();
  }

  String apiVersion() {
    return (group().isEmpty() ? "" : group() + "/") + version.path("name").asText();
  }

  /** The path of its group and version, without a slash at the end. */
  String root() {
    return (group().isEmpty() ? "/api/" : "/apis/") + apiVersion();
  }

  boolean namespaced() {
    return spec.path("scope").asText().equals("Namespaced");
  }

  boolean hasStatusSubresource() {
    return version.at("/subresources/status").isObject();
  }
}
