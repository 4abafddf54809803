package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.api.v1alpha1.RoleAudience;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.RoleName;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.translate.DesiredRoles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Resolves the references to roles in a spec to AppRoles in the domain. */
public final class RoleReferences {

  /**
   * The resolved references.
   *
   * @param found each existing role with its reference
   * @param missing each reference to a missing role, with the missing object for users
   * @param unavailable each reference to a role that the grantee's type cannot have
   * @param denied the applications that do not allow this namespace to use their roles
   */
  public record Resolved(
      Map<Role, AppRoleRef> found,
      Map<AppRoleRef, String> missing,
      Map<AppRoleRef, Outcome> unavailable,
      List<String> denied) {

    public Set<Role> roles() {
      return Set.copyOf(found.keySet());
    }

    /** The references whose roles are not to be granted now; present grants of them stay. */
    public Set<AppRoleRef> absent() {
      return Stream.concat(missing.keySet().stream(), unavailable.keySet().stream())
          .collect(Collectors.toSet());
    }

    /** The obstacle to a grant of all roles; empty for none. */
    public Optional<Outcome> obstacle(HasMetadata asking, String field) {
      if (!denied.isEmpty()) {
        return Optional.of(denial(denied.getFirst(), asking));
      }
      return missing.isEmpty()
          ? unavailable.values().stream().findFirst()
          : Optional.of(ReferencedApps.awaiting(String.join("; ", missing.values()), field));
    }
  }

  private final Consumers consumers;
  private final ReferencedApps apps;

  public RoleReferences(Consumers consumers, ReferencedApps apps) {
    this.consumers = consumers;
    this.apps = apps;
  }

  /**
   * Resolves all roles that a resource refers to and may use.
   *
   * @param domain {@code namespace/name} of the domain
   */
  public Resolved resolve(HasMetadata asking, String domain, DomainConnection connection) {
    var denied = definersDenying(asking).toList();
    var admitted =
        References.usedRoles(asking)
            .filter(ref ->
                References.definerOf(asking, ref)
                    .filter(denied::contains)
                    .filter(consumers::exists) // the grants of an absent one stay
                    .isEmpty());
    return find(asking, domain, connection, admitted, denied);
  }

  /** Like {@link #resolve}, for a resource that {@link #denied} has admitted. */
  public Resolved find(HasMetadata asking, String domain, DomainConnection connection) {
    return find(asking, domain, connection, References.usedRoles(asking), List.of());
  }

  private Resolved find(
      HasMetadata asking,
      String domain,
      DomainConnection connection,
      Stream<AppRoleRef> refs,
      List<String> denied) {
    var missing = new LinkedHashMap<AppRoleRef, String>();
    var names = new LinkedHashMap<RoleName, AppRoleRef>();
    var known = connection.knownApplications();
    refs.forEach(ref ->
        apps.id(asking, domain, ReferencedApp.of(ref), known)
            .ifPresentOrElse(
                id -> names.put(new RoleName(id, ref.role()), ref),
                () -> missing.put(ref, apps.missing(asking, ReferencedApp.of(ref), known))));
    var existing = connection.roles().find(names.keySet());
    var found = new LinkedHashMap<Role, AppRoleRef>();
    var unavailable = new LinkedHashMap<AppRoleRef, Outcome>();
    var audience = audience(asking);
    names.forEach((name, ref) -> {
      var role = existing.get(name);
      if (role == null) {
        missing.put(
            ref,
            "role '%s' of %s"
                .formatted(ref.role(), ReferencedApps.describe(asking, ReferencedApp.of(ref))));
      } else if (audience
          .filter(one -> connection.roles().isUnavailable(name, DesiredRoles.flagOf(one)))
          .isPresent()) {
        unavailable.put(ref, unavailable(asking, ref, audience.get()));
      } else {
        found.put(role, ref);
      }
    });
    return new Resolved(found, missing, unavailable, denied);
  }

  /** What a role must be available to; empty where the service has no flag. */
  private static Optional<RoleAudience> audience(HasMetadata asking) {
    if (!(asking instanceof AppRoleGrant grant)) {
      return Optional.of(RoleAudience.Clients);
    }
    if (grant.getSpec().grantee().group() != null) {
      return Optional.of(RoleAudience.Groups);
    }
    return Optional.ofNullable(grant.getSpec().grantee().user()).map(_ -> RoleAudience.Users);
  }

  /** Somebody can make an AppRole anew with the flag, but no role that no AppRole declares. */
  private static Outcome unavailable(HasMetadata asking, AppRoleRef ref, RoleAudience audience) {
    var what =
        "Role '%s' of %s is not available to %s."
            .formatted(
                ref.role(),
                ReferencedApps.describe(asking, ReferencedApp.of(ref)),
                audience.name().toLowerCase(Locale.ROOT));
    var field = asking instanceof AppRoleGrant ? "spec.role" : "spec.appRoles";
    return References.definerOf(asking, ref).isEmpty()
        ? new Outcome.Stalled(
            Reason.InvalidSpec,
            "%s Correct %s.".formatted(what, field),
            Interval.REFUSED.duration())
        : new Outcome.WaitingForDependency(
            Reason.DependencyNotReady,
            "%s Delete its AppRole and create it anew with %s in spec.availableTo, or correct %s."
                .formatted(what, audience, field));
  }

  /** The refusal of a role that a resource may not use; empty when it may use all. */
  public Optional<Outcome> denied(HasMetadata asking) {
    return definersDenying(asking).findFirst().map(definer -> denial(definer, asking));
  }

  /** The existing applications whose roles an application got and may not use any more. */
  public Set<String> withdrawn(ClientApplication app) {
    var namespace = app.getMetadata().getNamespace();
    return References.definersEverFor(app)
        .filter(definer -> consumers.exists(definer) && !consumers.admit(definer, namespace))
        .collect(Collectors.toSet());
  }

  /** Whether the application that defines the role of a grant exists and denies its use. */
  public boolean isWithdrawn(GrantResource grant) {
    return definersDenying(grant).anyMatch(consumers::exists);
  }

  private Stream<String> definersDenying(HasMetadata asking) {
    var namespace = asking.getMetadata().getNamespace();
    return References.definersFor(asking).filter(definer -> !consumers.admit(definer, namespace));
  }

  /** The outcome for a role that an application denies. */
  public static Outcome denial(String definer, HasMetadata asking) {
    return new Outcome.Stalled(
        Reason.NamespaceNotAllowed,
        "ClientApplication %s does not allow namespace %s to %s. Extend its spec.consumers."
            .formatted(
                definer,
                asking.getMetadata().getNamespace(),
                asking instanceof AppAssignment ? "assign it" : "use its roles"),
        Interval.NAMESPACE_CONSENT.duration());
  }
}
