package dev.identitydomains.operator.controller;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.ResourceScope;
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
final class References {

  private References() {}

  static String key(HasMetadata resource) {
    return resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
  }

  /** {@code namespace/name} of the domain that an application names. */
  static String domainOf(ClientApplication app) {
    return read(
            app,
            a -> {
              var ref = a.getSpec().domainRef();
              var own = a.getMetadata().getNamespace();
              return Objects.requireNonNullElse(ref.namespace(), own) + "/" + ref.name();
            })
        .orElse("");
  }

  /** {@code namespace/name} of the application that defines a role. */
  static String applicationOf(AppRole role) {
    return read(
            role, r -> r.getMetadata().getNamespace() + "/" + r.getSpec().applicationRef().name())
        .orElse("");
  }

  static String displayNameOf(AppRole role) {
    return read(role, r -> DesiredRoles.displayName(r.getMetadata().getName(), r.getSpec()))
        .orElse("");
  }

  /** The roles that an application wants. */
  static Stream<AppRoleRef> usedRoles(ClientApplication app) {
    return read(app, a -> a.getSpec().appRoles()).stream().flatMap(List::stream);
  }

  /** {@code namespace/application/role} of the roles of other applications that one wants. */
  static Stream<String> usedRoleKeys(ClientApplication app) {
    return usedRoles(app)
        .flatMap(ref -> definerOf(app, ref).map(definer -> definer + "/" + ref.role()).stream());
  }

  /** {@code namespace/name} of the application that defines a role; empty for the domain's own. */
  static Optional<String> definerOf(ClientApplication app, AppRoleRef ref) {
    return Optional.ofNullable(ref.application())
        .map(definer -> app.getMetadata().getNamespace() + "/" + definer.name());
  }

  static Stream<String> allowedScopes(ClientApplication app) {
    return read(app, a -> Objects.requireNonNull(a.getSpec().client()).allowedScopes()).stream()
        .flatMap(List::stream);
  }

  static Stream<String> definedScopes(ClientApplication app) {
    return read(app, a -> a.getSpec().resourceServer()).stream()
        .flatMap(server ->
            Objects.requireNonNullElse(server.scopes(), List.<ResourceScope>of()).stream()
                .map(scope -> server.audience() + scope.value()));
  }

  /** Whether the domain is only looked at for an application. */
  static boolean isObserved(ClientApplication app) {
    return read(app, a -> a.getSpec().managementPolicy()).filter("Observe"::equals).isPresent();
  }

  /** Whether a resource is Ready by its status. */
  static boolean isReady(HasMetadata resource) {
    var conditions =
        switch (resource) {
          case IdentityDomain d when d.getStatus() != null -> d.getStatus().conditions();
          case ClientApplication a when a.getStatus() != null -> a.getStatus().conditions();
          case AppRole r when r.getStatus() != null -> r.getStatus().conditions();
          default -> null;
        };
    return Conditions.isReady(conditions, resource.getMetadata().getGeneration());
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
