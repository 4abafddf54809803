package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;

/** The namespaces that may use the roles and scopes of an application. */
public final class Consumers {

  private final ResourceGraph graph;
  private final AllowedNamespacesCheck allowedNamespaces;

  public Consumers(ResourceGraph graph, AllowedNamespacesCheck allowedNamespaces) {
    this.graph = graph;
    this.allowedNamespaces = allowedNamespaces;
  }

  /** Whether an application exists, and could have withdrawn its consent. */
  public boolean exists(String application) {
    return graph.application(application).isPresent();
  }

  /**
   * Whether an application admits a namespace as a consumer. A namespace that is not admitted gets
   * the same result whether or not the application exists.
   *
   * @param application {@code namespace/name} of the application
   */
  public boolean admit(String application, String namespace) {
    var consumers =
        graph
            .application(application)
            .map(ClientApplication::getSpec)
            .map(ClientApplicationSpec::consumers);
    return allowedNamespaces.admits(application, consumers.orElse(null), namespace);
  }
}
