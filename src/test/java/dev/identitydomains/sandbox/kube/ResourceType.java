package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.stream.Stream;

/**
 * One served kind: parts of its CustomResourceDefinition, or of an equivalent for a built-in kind.
 */
record ResourceType(JsonNode spec, JsonNode version) {

  private static final List<ResourceType> BUILT_IN =
      read(
          """
          - {group: "", names: {plural: namespaces, kind: Namespace, shortNames: [ns]}, scope: Cluster, versions: [{name: v1}]}
          - {group: "", names: {plural: secrets, kind: Secret}, scope: Namespaced, versions: [{name: v1}]}
          - {group: "", names: {plural: configmaps, kind: ConfigMap, shortNames: [cm]}, scope: Namespaced, versions: [{name: v1}]}
          - {group: "", names: {plural: events, kind: Event, shortNames: [ev]}, scope: Namespaced, versions: [{name: v1}]}
          - {group: events.k8s.io, names: {plural: events, kind: Event, shortNames: [ev]}, scope: Namespaced, versions: [{name: v1}]}
          - {group: apps, names: {plural: deployments, kind: Deployment, shortNames: [deploy]}, scope: Namespaced, versions: [{name: v1}]}
          - {group: apps, names: {plural: statefulsets, kind: StatefulSet, shortNames: [sts]}, scope: Namespaced, versions: [{name: v1}]}
          - {group: apps, names: {plural: daemonsets, kind: DaemonSet, shortNames: [ds]}, scope: Namespaced, versions: [{name: v1}]}
          - {group: apiextensions.k8s.io, names: {plural: customresourcedefinitions, kind: CustomResourceDefinition, shortNames: [crd, crds]}, scope: Cluster, versions: [{name: v1}]}
          - {group: authorization.k8s.io, names: {plural: selfsubjectaccessreviews, kind: SelfSubjectAccessReview}, scope: Cluster, verbs: [create], versions: [{name: v1}]}
          """);
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private static List<ResourceType> read(String definitions) {
    try {
      return new YAMLMapper()
          .readTree(definitions)
          .valueStream()
          .flatMap(ResourceType::versions)
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<ResourceType> builtIn() {
    return BUILT_IN.stream();
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

  /** Plural name and group; both groups of events have the same one, for the same objects. */
  String resource() {
    return group().isEmpty() || isNewEvent() ? plural() : plural() + "." + group();
  }

  String apiVersion() {
    return (group().isEmpty() ? "" : group() + "/") + version.path("name").asText();
  }

  /** The path of group and version, without trailing slash. */
  String root() {
    return (group().isEmpty() ? "/api/" : "/apis/") + apiVersion();
  }

  boolean namespaced() {
    return spec.path("scope").asText().equals("Namespaced");
  }

  boolean isCustom() {
    return version.has("schema");
  }

  /** The OpenAPI schema; a missing node for built-in kinds. */
  JsonNode schema() {
    return version.at("/schema/openAPIV3Schema");
  }

  boolean hasStatusSubresource() {
    return version.at("/subresources/status").isObject();
  }

  List<String> verbs() {
    return spec.has("verbs")
        ? spec.path("verbs").valueStream().map(JsonNode::asText).toList()
        : VERBS;
  }

  /** Converts an object of this group to its stored form. */
  ObjectNode stored(ObjectNode object) {
    return isNewEvent() ? EventForm.toCore(object) : object;
  }

  /** Converts a stored object to the form of this group. */
  ObjectNode shown(ObjectNode stored) {
    return isNewEvent() ? EventForm.fromCore(stored) : stored;
  }

  private boolean isNewEvent() {
    return group().equals(EventForm.GROUP);
  }
}
