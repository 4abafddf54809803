package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.ExternalApplicationRef;
import dev.identitydomains.operator.engine.sync.KnownApplications;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.RoleName;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/**
 * Finds the Apps that references name. An App of a ClientApplication is reached by the name of that
 * alone, which asks for its consent.
 */
public final class ReferencedApps {

  private final ResourceGraph graph;
  private final AppOwners owners;

  public ReferencedApps(ResourceGraph graph, AppOwners owners) {
    this.graph = graph;
    this.owners = owners;
  }

  /**
   * The id of a referenced App; empty while the domain has none, or several.
   *
   * @param domain {@code namespace/name} of the domain
   */
  public Optional<String> id(
      HasMetadata asking, String domain, ReferencedApp ref, KnownApplications apps) {
    if (ref.external() != null) {
      var found = external(ref.external(), apps);
      return found.size() == 1 ? Optional.of(found.getFirst().ref().id()) : Optional.empty();
    }
    if (ref.application() == null) {
      return Optional.of(RoleName.DOMAIN_APP);
    }
    return graph
        .application(References.key(asking, ref.application()))
        .filter(other -> References.domainOf(other).equals(domain))
        .flatMap(other -> owners.appId(other, apps));
  }

  /** The Apps that a reference to one without ClientApplication may mean. */
  public List<ObservedApplication> external(ExternalApplicationRef ref, KnownApplications apps) {
    return apps.named(ref.clientId(), ref.displayName()).stream()
        .filter(app -> !owners.isOwned(app))
        .toList();
  }

  /** What a reference waits for, for a message. */
  public String missing(HasMetadata asking, ReferencedApp ref, KnownApplications apps) {
    return ref.external() == null
        ? "the App of " + describe(asking, ref)
        : missing(ref.external(), apps);
  }

  /** What a reference to an App without ClientApplication waits for, for a message. */
  public String missing(ExternalApplicationRef ref, KnownApplications apps) {
    var found = external(ref, apps).size();
    if (found > 1) {
      return "one App instead of %d with the %s (a clientId tells them apart)"
          .formatted(found, name(ref));
    }
    var isOwned = !apps.named(ref.clientId(), ref.displayName()).isEmpty();
    return "an App with the "
        + name(ref)
        + (isOwned ? " that no ClientApplication of the cluster has" : "");
  }

  /**
   * The outcome for something that a spec refers to and the domain lacks.
   *
   * @param missing what is awaited
   * @param field field of the spec
   */
  public static Outcome awaiting(String missing, String field) {
    return new Outcome.WaitingForDependency(
        Reason.DependencyNotReady,
        "Waiting for %s. Create it, or correct %s.".formatted(missing, field));
  }

  /** What a reference names, for a message. */
  static String describe(HasMetadata asking, ReferencedApp ref) {
    if (ref.external() != null) {
      return "the App with the " + name(ref.external());
    }
    return ref.application() == null
        ? "the identity domain itself"
        : "ClientApplication " + References.key(asking, ref.application());
  }

  /** The name of an App without ClientApplication, for a message. */
  public static String name(ExternalApplicationRef ref) {
    return ref.clientId() != null
        ? "client id '%s'".formatted(ref.clientId())
        : "display name '%s'".formatted(ref.displayName());
  }
}
