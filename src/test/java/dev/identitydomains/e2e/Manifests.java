package dev.identitydomains.e2e;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * YAML of one namespace in a Git repository.
 *
 * @param domainNamespace namespace of the IdentityDomain {@code main}, which all refer to
 */
record Manifests(String namespace, String domainNamespace) {

  String namespaceItself() {
    return """
    apiVersion: v1
    kind: Namespace
    metadata: {name: %s}
    """
        .formatted(namespace);
  }

  /** The IdentityDomain, which admits all namespaces, and its Secret. */
  String domain(String url) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: domain-admin, namespace: NS, labels: {identitydomains.dev/credentials: ""}}
    stringData: {client-id: domain_admin, client-secret: SECRET}
    ---
    apiVersion: identitydomains.dev/v1alpha1
    kind: IdentityDomain
    metadata: {name: main, namespace: NS}
    spec:
      url: "URL"
      type: Premium
      allowedNamespaces: {from: All}
      credentials: {clientSecret: {secretRef: {name: domain-admin}}}
    """
        .replace("NS", domainNamespace)
        .replace("SECRET", Scenario.SECRET)
        .replace("URL", url);
  }

  /** A ClientApplication with these fields of its spec, in the flow style. */
  String application(String name, String... fields) {
    return object("ClientApplication", name, "domainRef: {name: main, namespace: %s}", fields)
        .formatted(domainNamespace);
  }

  /** A role of an application. */
  String role(String name, String application) {
    return object("AppRole", name, "applicationRef: {name: %s}", "availableTo: [Clients, Groups]")
        .formatted(application);
  }

  /** A grant of an application's role to a group. */
  String grant(String name, String role, String application) {
    return object(
            "AppRoleGrant",
            name,
            "role: {role: %s, application: {name: %s}}",
            "grantee: {group: Order Staff}")
        .formatted(role, application);
  }

  private String object(String kind, String name, String first, String... fields) {
    var spec = Stream.concat(Stream.of(first), Stream.of(fields)).collect(Collectors.joining(", "));
    return """
    apiVersion: identitydomains.dev/v1alpha1
    kind: KIND
    metadata: {name: NAME, namespace: NS}
    spec: {SPEC}
    """
        .replace("KIND", kind)
        .replace("NAME", name)
        .replace("NS", namespace)
        .replace("SPEC", spec);
  }
}
