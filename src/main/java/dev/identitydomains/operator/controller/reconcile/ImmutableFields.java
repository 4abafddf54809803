package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.sync.KnownApplications;
import dev.identitydomains.operator.plan.DesiredRole;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import dev.identitydomains.operator.translate.DesiredApplications;
import dev.identitydomains.operator.translate.DesiredRoles;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refuses changes of immutable fields: an object in a domain stays in its domain and its App. The
 * schema refuses them as well, but an older definition may have allowed them.
 */
public final class ImmutableFields {

  private ImmutableFields() {}

  /** Refuses another domain than that of the application's App. */
  public static Optional<Outcome> changed(ClientApplication app) {
    var status = app.getStatus();
    return status == null
        ? Optional.empty()
        : changed("spec.domainRef", status.domain(), References.domainOf(app));
  }

  /** Refuses another client id than that of the application's App. */
  public static Optional<Outcome> changed(
      ClientApplication app, ApplicationIdentity identity, KnownApplications apps) {
    var made = Optional.ofNullable(app.getStatus()).map(ClientApplicationStatus::clientId);
    // an App that was adopted by its displayName keeps its client id
    var byName = !DesiredApplications.nameToAdopt(identity, app.getSpec()).isEmpty();
    var wanted = app.getSpec().clientId();
    return made.filter(_ -> wanted != null && !byName)
        // another writer may have changed the status
        .filter(clientId -> apps.isOwn(clientId, identity.owner()))
        .flatMap(clientId -> changed("spec.clientId", clientId, wanted));
  }

  /** Refuses another application or name than that of the AppRole in the domain. */
  public static Optional<Outcome> changed(AppRole role) {
    var status = role.getStatus();
    if (status == null) {
      return Optional.empty();
    }
    var name = DesiredRoles.displayName(role.getMetadata().getName(), role.getSpec());
    var unique = status.uniqueName();
    var kept = unique == null || DesiredRole.displayNameIn(unique).equals(name);
    return changed(
            "spec.applicationRef", status.application(), role.getSpec().applicationRef().name())
        .or(() -> changed("spec.displayName", unique, kept ? unique : name));
  }

  /** Refuses another domain than that of the grant. */
  public static Optional<Outcome> changed(GrantResource grant, String domain) {
    return changed(
        grant instanceof AppAssignment ? "the domain of the App" : "the domain of spec.role",
        grant.getStatus() == null ? null : grant.getStatus().domain(),
        domain);
  }

  private static Optional<Outcome> changed(
      String field, @Nullable String made, @Nullable String wanted) {
    return Optional.ofNullable(made)
        .filter(was -> !was.equals(wanted))
        .map(was ->
            new Outcome.Stalled(
                Reason.InvalidSpec,
                "%s is immutable: the object was created with %s, not %s. Restore the value, or delete this resource and create it anew."
                    .formatted(field, was, wanted)));
  }
}
