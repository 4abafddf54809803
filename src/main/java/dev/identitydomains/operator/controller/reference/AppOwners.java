package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.engine.sync.KnownApplications;
import dev.identitydomains.operator.kube.Namespaces;
import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.OwnerTag;
import dev.identitydomains.operator.plan.Ownership;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Relates Apps and applications by the owner tags of the Apps: a status, which others may write,
 * proves nothing.
 */
public final class AppOwners {

  /** A client id that ends like one with a uid: of others, no application is asked. */
  private static final Pattern DERIVED = Pattern.compile(".*_[0-9a-f]{32}");

  private final String clusterId;
  private final ResourceGraph graph;
  private final Namespaces namespaces;

  /**
   * @param clusterId cluster id of the owner tags
   */
  public AppOwners(String clusterId, ResourceGraph graph, Namespaces namespaces) {
    this.clusterId = clusterId;
    this.graph = graph;
    this.namespaces = namespaces;
  }

  /** The owner tag of an application. */
  public OwnerTag tag(ClientApplication app) {
    var metadata = app.getMetadata();
    return new OwnerTag(
        clusterId, metadata.getNamespace(), namespaces.uidFor(app), metadata.getName());
  }

  /** The id of an application's App; empty before its creation and during its deletion. */
  public Optional<String> appId(ClientApplication app, KnownApplications domain) {
    return app.isMarkedForDeletion() ? Optional.empty() : domain.owned(tag(app)).map(AppRef::id);
  }

  /**
   * {@code namespace/name} of the application of this cluster that owns or has left an App, even if
   * it does not exist any more; empty for another owner.
   */
  public Optional<String> owner(Ownership ownership) {
    return ownership
        .lastOwner()
        .filter(tag -> tag.clusterId().equals(clusterId))
        .map(OwnerTag::resource);
  }

  /** The ownership of an App, also where another writer has removed the tag of its owner. */
  public Ownership of(ObservedApplication app) {
    return app.ownership().isUnmarked()
        ? applicationOf(app.clientId())
            .map(owner -> Ownership.made(tag(owner)))
            .orElse(app.ownership())
        : app.ownership();
  }

  /** Whether an App has the owner tag of an application of this cluster, or has lost it. */
  boolean isOwned(ObservedApplication app) {
    var ownership = of(app);
    return ownership.tag() != null && owner(ownership).isPresent();
  }

  /** The application that makes this client id from its uid; empty for none. */
  private Optional<ClientApplication> applicationOf(String clientId) {
    return DERIVED.matcher(clientId).matches()
        ? graph.applications().all().filter(app -> makes(app, clientId)).findFirst()
        : Optional.empty();
  }

  private static boolean makes(ClientApplication app, String clientId) {
    return clientId.endsWith("_" + app.getMetadata().getUid().replace("-", ""));
  }

  /** Whether another application makes this client id: its App may have lost the owner tag. */
  public boolean isOfAnother(ClientApplication app, String clientId) {
    return applicationOf(clientId)
        .filter(other -> !other.getMetadata().getUid().equals(app.getMetadata().getUid()))
        .isPresent();
  }

  /** Whether a tag is of this cluster, and its owner does not exist. */
  public boolean isOrphaned(OwnerTag tag) {
    return tag.clusterId().equals(clusterId)
        && graph.application(tag.resource()).filter(app -> tag(app).equals(tag)).isEmpty();
  }

  /** Whether an App belongs to an application that exists and is neither paused nor observed. */
  public boolean isWritable(Ownership ownership) {
    return current(ownership)
        .filter(app -> !References.isPaused(app) && !References.isObserved(app))
        .isPresent();
  }

  /** {@code namespace/name} of a missing owner, told apart from an application of that name. */
  String describe(OwnerTag tag) {
    return graph
        .application(tag.resource())
        .map(_ -> "%s of a former namespace (UID %s)".formatted(tag.resource(), tag.namespaceUid()))
        .orElseGet(tag::resource);
  }

  /** The application that owns an App; empty when it does not exist. */
  public Optional<ClientApplication> current(Ownership ownership) {
    return owner(ownership)
        .flatMap(graph::application)
        .filter(app -> ownership.belongsTo(tag(app)));
  }
}
