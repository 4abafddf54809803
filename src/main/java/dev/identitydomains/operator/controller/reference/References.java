package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.ManagementPolicy;
import dev.identitydomains.operator.api.v1alpha1.NamespacedRef;
import dev.identitydomains.operator.api.v1alpha1.ResourceScope;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.status.Conditions;
import dev.identitydomains.operator.translate.DesiredRoles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What resources say of each other in their specs. */
public final class References {

  private References() {}

  public static String key(HasMetadata resource) {
    return resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
  }

  /** {@code namespace/name} of the domain that an application names. */
  public static String domainOf(ClientApplication app) {
    return read(app, a -> key(a, a.getSpec().domainRef())).orElse("");
  }

  /** {@code namespace/name} of the domain whose own role is granted. */
  public static Optional<String> domainOf(AppRoleGrant grant) {
    return read(grant, g -> g.getSpec().domainRef()).map(ref -> key(grant, ref));
  }

  /** {@code namespace/name} of the application that defines a role. */
  public static String applicationOf(AppRole role) {
    return read(
            role, r -> r.getMetadata().getNamespace() + "/" + r.getSpec().applicationRef().name())
        .orElse("");
  }

  public static String displayNameOf(AppRole role) {
    return read(role, r -> DesiredRoles.displayName(r.getMetadata().getName(), r.getSpec()))
        .orElse("");
  }

  /** The roles that a resource wants. */
  static Stream<AppRoleRef> usedRoles(HasMetadata resource) {
    return switch (resource) {
      case ClientApplication app ->
          read(app, a -> a.getSpec().appRoles()).stream().flatMap(List::stream);
      case AppRoleGrant grant -> read(grant, g -> g.getSpec().role()).stream();
      default -> Stream.empty();
    };
  }

  /** {@code namespace/name} of the applications whose roles a resource wants. */
  public static Stream<String> definersFor(HasMetadata resource) {
    return usedRoles(resource).flatMap(ref -> definerOf(resource, ref).stream()).distinct();
  }

  /** {@code namespace/name} of the application that defines a role; empty for the domain's own. */
  public static Optional<String> definerOf(HasMetadata resource, AppRoleRef ref) {
    return Optional.ofNullable(ref.application()).map(definer -> key(resource, definer));
  }

  private static String key(HasMetadata resource, NamespacedRef ref) {
    var own = resource.getMetadata().getNamespace();
    return Objects.requireNonNullElse(ref.namespace(), own) + "/" + ref.name();
  }

  public static Stream<String> allowedScopes(ClientApplication app) {
    return read(app, a -> Objects.requireNonNull(a.getSpec().client()).allowedScopes()).stream()
        .flatMap(List::stream);
  }

  public static Stream<String> definedScopes(ClientApplication app) {
    return read(app, a -> a.getSpec().resourceServer()).stream()
        .flatMap(server ->
            Objects.requireNonNullElse(server.scopes(), List.<ResourceScope>of()).stream()
                .map(scope -> server.audience() + scope.value()));
  }

  /** Whether the domain is only looked at for an application; so is one of unknown policy. */
  public static boolean isObserved(ClientApplication app) {
    return read(app, a -> a.getSpec().managementPolicy())
        .filter(policy -> policy != ManagementPolicy.Enforce)
        .isPresent();
  }

  /** Whether its owner wants it to be left alone for now. */
  public static boolean isPaused(HasMetadata resource) {
    return "true"
        .equals(WellKnownNames.annotations(resource).get(WellKnownNames.PAUSED_ANNOTATION));
  }

  /** Whether a resource is Ready by its status. */
  public static boolean isReady(HasMetadata resource) {
    var conditions =
        switch (resource) {
          case IdentityDomain d when d.getStatus() != null -> d.getStatus().conditions();
          case ClientApplication a when a.getStatus() != null -> a.getStatus().conditions();
          case AppRole r when r.getStatus() != null -> r.getStatus().conditions();
          case AppRoleGrant g when g.getStatus() != null -> g.getStatus().conditions();
          default -> null;
        };
    return Conditions.isReady(conditions, resource.getMetadata().getGeneration());
  }

  /** Whether the spec is another one than the status is about. */
  public static boolean isChanged(HasMetadata resource) {
    var observed =
        switch (resource) {
          case IdentityDomain d when d.getStatus() != null -> d.getStatus().observedGeneration();
          case ClientApplication a when a.getStatus() != null -> a.getStatus().observedGeneration();
          case AppRole r when r.getStatus() != null -> r.getStatus().observedGeneration();
          case AppRoleGrant g when g.getStatus() != null -> g.getStatus().observedGeneration();
          default -> null;
        };
    return !Objects.equals(resource.getMetadata().getGeneration(), observed);
  }

  /** Reads from a spec that no schema may have checked: a missing part gives no value. */
  private static <R, V> Optional<V> read(R resource, Function<R, @Nullable V> part) {
    try {
      return Optional.ofNullable(part.apply(resource));
    } catch (NullPointerException _) {
      return Optional.empty();
    }
  }
}
