package dev.identitydomains.operator.controller;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.translate.DesiredRoles;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/** Several AppRoles for one role of an application: the first one counts. */
final class RoleRivals {

  private static final Duration RECHECK = Duration.ofMinutes(1);

  /** By age; of the same second the one whose role is made comes first. */
  private static final Comparator<AppRole> FIRST =
      Comparator.comparing((AppRole role) -> role.getMetadata().getCreationTimestamp())
          .thenComparing(role -> role.getStatus() == null || role.getStatus().roleId() == null)
          .thenComparing(role -> role.getMetadata().getUid());

  private final ResourceGraph graph;

  RoleRivals(ResourceGraph graph) {
    this.graph = graph;
  }

  /** Another AppRole for the same role that was there first. */
  Optional<AppRole> before(AppRole role) {
    return graph
        .rolesNamed(
            role.getMetadata().getNamespace(), role.getSpec().applicationRef().name(), name(role))
        .filter(other -> FIRST.compare(other, role) < 0)
        .min(FIRST);
  }

  static Outcome conflict(AppRole role, AppRole rival) {
    return new Outcome.Stalled(
        Reason.Conflict,
        "AppRole %s already stands for role '%s' of that application. Remove one of the two."
            .formatted(References.key(rival), name(role)),
        Optional.of(RECHECK));
  }

  private static String name(AppRole role) {
    return DesiredRoles.displayName(role.getMetadata().getName(), role.getSpec());
  }
}
