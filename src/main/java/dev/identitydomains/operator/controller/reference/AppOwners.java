package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.engine.sync.ApplicationSync;
import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.plan.OwnerTag;
import dev.identitydomains.operator.plan.Ownership;
import java.util.Optional;

/**
 * Relates Apps and applications by the owner tags of the Apps: a status, which others may write,
 * proves nothing.
 */
public final class AppOwners {

  private final String clusterId;
  private final ResourceGraph graph;

  /**
   * @param clusterId cluster id of the owner tags
   */
  public AppOwners(String clusterId, ResourceGraph graph) {
    this.clusterId = clusterId;
    this.graph = graph;
  }

  /** The owner tag of an application. */
  public OwnerTag tag(ClientApplication app) {
    return new OwnerTag(clusterId, app.getMetadata().getNamespace(), app.getMetadata().getName());
  }

  /** The id of an application's App; empty before its creation and during its deletion. */
  public Optional<String> appId(ClientApplication app, ApplicationSync domain) {
    return app.isMarkedForDeletion() ? Optional.empty() : domain.owned(tag(app)).map(AppRef::id);
  }

  /** {@code namespace/name} of the application that owns an App; empty for another owner. */
  public Optional<String> owner(Ownership ownership) {
    var prefix = clusterId + "/";
    return Optional.ofNullable(ownership.tag())
        .filter(tag -> tag.startsWith(prefix))
        .map(tag -> tag.substring(prefix.length()));
  }

  /** Whether an App belongs to an application that exists and is neither paused nor observed. */
  public boolean isWritable(Ownership ownership) {
    return owner(ownership)
        .flatMap(graph::application)
        .filter(app -> !References.isPaused(app) && !References.isObserved(app))
        .isPresent();
  }
}
