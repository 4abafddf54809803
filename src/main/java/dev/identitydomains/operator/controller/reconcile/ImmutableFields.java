package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.sync.ApplicationSync;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import dev.identitydomains.operator.translate.DesiredApplications;
import dev.identitydomains.operator.translate.DesiredRoles;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was made in the domain cannot be moved. The schema refuses such a change where it sees one;
 * this refuses what was changed while an older definition was in force.
 */
public final class ImmutableFields {

  private ImmutableFields() {}

  /** The domain of an application that was changed after its App was made. */
  public static Optional<Outcome> changed(ClientApplication app) {
    var status = app.getStatus();
    return status == null
        ? Optional.empty()
        : changed("spec.domainRef", status.domain(), References.domainOf(app));
  }

  /** The client id of an application that was changed after its App was made. */
  public static Optional<Outcome> changed(
      ClientApplication app, ApplicationIdentity identity, ApplicationSync apps) {
    var made = Optional.ofNullable(app.getStatus()).map(ClientApplicationStatus::clientId);
    // an App that was found by its name has a client id of its own
    var byName = !DesiredApplications.nameToAdopt(identity, app.getSpec()).isEmpty();
    var wanted = DesiredApplications.clientId(identity, app.getSpec());
    return made.filter(_ -> !byName)
        // whoever may write the status may have made it up
        .filter(clientId -> apps.isOwn(clientId, identity.owner()))
        .flatMap(clientId -> changed("spec.clientId", clientId, wanted));
  }

  /** The field of a role that was changed after the role was made. */
  public static Optional<Outcome> changed(AppRole role) {
    var status = role.getStatus();
    if (status == null) {
      return Optional.empty();
    }
    var name = DesiredRoles.displayName(role.getMetadata().getName(), role.getSpec());
    var unique = status.uniqueName();
    var kept = unique == null || unique.endsWith("_" + name);
    return changed(
            "spec.applicationRef", status.application(), role.getSpec().applicationRef().name())
        .or(() -> changed("spec.displayName", unique, kept ? unique : name));
  }

  /** The domain of a grant, should its role be of another one by now. */
  public static Optional<Outcome> changed(AppRoleGrant grant, String domain) {
    return changed(
        "the domain of spec.role",
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
                "%s is immutable: it is made as %s, not %s. Put it back, or delete this resource and create it anew."
                    .formatted(field, was, wanted)));
  }
}
