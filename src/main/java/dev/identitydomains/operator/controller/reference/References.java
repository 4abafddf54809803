package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrantSpec;
import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.AppRoleSpec;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.api.v1alpha1.ExternalScope;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.api.v1alpha1.GrantSpec;
import dev.identitydomains.operator.api.v1alpha1.GrantedRole;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.ManagementPolicy;
import dev.identitydomains.operator.api.v1alpha1.NamespacedRef;
import dev.identitydomains.operator.api.v1alpha1.OAuthClient;
import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.status.Conditions;
import dev.identitydomains.operator.translate.DesiredRoles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads references in specs, which may be invalid: any part may be missing. */
public final class References {

  private References() {}

  /** {@code namespace/name}. */
  public static String key(HasMetadata resource) {
    return Cache.metaNamespaceKeyFunc(resource);
  }

  /** {@code namespace/name} of the domain of an application; empty for none. */
  public static String domainOf(ClientApplication app) {
    return spec(app).map(ClientApplicationSpec::domainRef).map(ref -> key(app, ref)).orElse("");
  }

  /** {@code namespace/name} of the domain in a grant; empty where an application tells it. */
  static Optional<String> domainOf(GrantResource grant) {
    return Optional.ofNullable(grant.getSpec())
        .map(GrantSpec::domainRef)
        .map(ref -> key(grant, ref));
  }

  /** {@code namespace/name} of the application that defines a role; empty for none. */
  public static String applicationOf(AppRole role) {
    return Optional.ofNullable(role.getSpec())
        .map(AppRoleSpec::applicationRef)
        .map(ref -> key(role.getMetadata().getNamespace(), ref.name()))
        .orElse("");
  }

  /** The display name of a role; empty for none. */
  public static String displayNameOf(AppRole role) {
    return Optional.ofNullable(role.getSpec())
        .map(spec -> DesiredRoles.displayName(role.getMetadata().getName(), spec))
        .orElse("");
  }

  /** The roles that a resource refers to. */
  public static Stream<AppRoleRef> usedRoles(HasMetadata resource) {
    return switch (resource) {
      case ClientApplication app ->
          all(spec(app).map(ClientApplicationSpec::appRoles).orElse(null));
      case AppRoleGrant grant ->
          Optional.ofNullable(grant.getSpec()).map(AppRoleGrantSpec::role).stream();
      default -> Stream.empty();
    };
  }

  /** The Apps that a resource uses: by their roles, or as a whole. */
  private static Stream<ReferencedApp> usedApps(HasMetadata resource) {
    return resource instanceof AppAssignment assignment
        ? Optional.ofNullable(assignment.getSpec()).map(ReferencedApp::of).stream()
        : usedRoles(resource).map(ReferencedApp::of);
  }

  /** {@code namespace/name} of the ClientApplications that a resource uses. */
  public static Stream<String> definersFor(HasMetadata resource) {
    return usedApps(resource)
        .flatMap(app -> Stream.ofNullable(app.application()))
        .map(ref -> key(resource, ref))
        .distinct();
  }

  /** Whether a resource uses an App without ClientApplication, which any App may come to be. */
  static boolean usesExternal(HasMetadata resource) {
    return usedApps(resource).anyMatch(app -> app.external() != null)
        || (resource instanceof ClientApplication client
            && externalScopes(client).findAny().isPresent());
  }

  /** Whether two grants of one domain, or of one application, are the same. */
  public static boolean isSameGrant(GrantResource one, GrantResource other) {
    return one.getSpec() != null
        && other.getSpec() != null
        && Objects.equals(one.getSpec().grantee(), other.getSpec().grantee())
        && one.getClass().equals(other.getClass())
        && usedRoles(one)
            .map(AppRoleRef::role)
            .toList()
            .equals(usedRoles(other).map(AppRoleRef::role).toList())
        && usedApps(one)
            .map(ReferencedApp::external)
            .toList()
            .equals(usedApps(other).map(ReferencedApp::external).toList());
  }

  /** Like {@link #definersFor}, also of the roles that the status lists as granted. */
  static Stream<String> definersEverFor(ClientApplication app) {
    return Stream.concat(
            definersFor(app),
            Optional.ofNullable(app.getStatus()).map(ClientApplicationStatus::appRoles).stream()
                .flatMap(List::stream)
                .flatMap(role -> definerOf(app, ref(app, role)).stream()))
        .distinct();
  }

  /** The reference to a role that the status lists as granted. */
  public static AppRoleRef ref(ClientApplication app, GrantedRole role) {
    var definer = role.application();
    if (definer == null) {
      return new AppRoleRef(role.role(), null, role.externalApplication());
    }
    var slash = definer.indexOf('/');
    var namespace = slash < 0 ? app.getMetadata().getNamespace() : definer.substring(0, slash);
    return new AppRoleRef(
        role.role(), new NamespacedRef(definer.substring(slash + 1), namespace), null);
  }

  /** {@code namespace/name} of the ClientApplication of which a grant gives a role, or all. */
  public static Optional<String> definerFor(GrantResource grant) {
    return definersFor(grant).findFirst();
  }

  /** Whether a grant is of an application of the same namespace, or of one of its roles. */
  public static boolean isOwn(GrantResource grant) {
    return definerFor(grant)
        .filter(
            definer -> AllowedNamespacesCheck.isLocal(definer, grant.getMetadata().getNamespace()))
        .isPresent();
  }

  /** {@code namespace/name} of the ClientApplication that defines a role; empty for none. */
  public static Optional<String> definerOf(HasMetadata resource, AppRoleRef ref) {
    return Optional.ofNullable(ref.application()).map(definer -> key(resource, definer));
  }

  static String key(HasMetadata resource, NamespacedRef ref) {
    var own = resource.getMetadata().getNamespace();
    return key(Objects.requireNonNullElse(ref.namespace(), own), ref.name());
  }

  private static String key(String namespace, @Nullable String name) {
    return name == null ? "" : namespace + "/" + name;
  }

  /** The fully qualified scopes that an application may request. */
  public static Stream<String> allowedScopes(ClientApplication app) {
    return all(
        spec(app).map(ClientApplicationSpec::client).map(OAuthClient::allowedScopes).orElse(null));
  }

  /** The scopes that an application may request of Apps without a ClientApplication. */
  public static Stream<ExternalScope> externalScopes(ClientApplication app) {
    return all(
        spec(app).map(ClientApplicationSpec::client).map(OAuthClient::externalScopes).orElse(null));
  }

  /** Whether a spec has {@code externalScopes}, perhaps none. */
  public static boolean declaresExternalScopes(ClientApplication app) {
    return spec(app)
        .map(ClientApplicationSpec::client)
        .map(OAuthClient::externalScopes)
        .isPresent();
  }

  /** The fully qualified scopes that an application defines. */
  public static Stream<String> definedScopes(ClientApplication app) {
    return spec(app).map(ClientApplicationSpec::resourceServer).stream()
        .filter(server -> server.audience() != null)
        .flatMap(server ->
            all(server.scopes())
                .filter(scope -> scope.value() != null)
                .map(scope -> server.audience() + scope.value()));
  }

  /**
   * What scopes have in common that differ in signs and capitals: a scope is an audience and a
   * value without a sign between them, which few expect. No scope is equal to it.
   */
  public static String likeness(String scope) {
    return "\0" + scope.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  static List<String> definedScopeKeys(ClientApplication app) {
    return definedScopes(app).flatMap(scope -> Stream.of(scope, likeness(scope))).toList();
  }

  /** Whether the operator only observes the App of an application; true for an unknown policy. */
  public static boolean isObserved(ClientApplication app) {
    return spec(app)
        .map(ClientApplicationSpec::managementPolicy)
        .filter(policy -> policy != ManagementPolicy.Enforce)
        .isPresent();
  }

  /** Whether the annotation of a resource pauses its reconciliation. */
  public static boolean isPaused(HasMetadata resource) {
    return "true"
        .equals(WellKnownNames.annotations(resource).get(WellKnownNames.PAUSED_ANNOTATION));
  }

  /** Whether the status of a resource is Ready for the current generation. */
  public static boolean isReady(HasMetadata resource) {
    return Conditions.isReady(conditions(resource), resource.getMetadata().getGeneration());
  }

  /** The conditions of a resource; null before the first status. */
  public static @Nullable List<StatusCondition> conditions(HasMetadata resource) {
    return switch (resource) {
      case IdentityDomain d when d.getStatus() != null -> d.getStatus().conditions();
      case ClientApplication a when a.getStatus() != null -> a.getStatus().conditions();
      case AppRole r when r.getStatus() != null -> r.getStatus().conditions();
      case GrantResource g when g.getStatus() != null -> g.getStatus().conditions();
      default -> null;
    };
  }

  /** Whether the status of a resource describes another generation than the current one. */
  public static boolean isChanged(HasMetadata resource) {
    var generation = Optional.ofNullable(resource.getMetadata().getGeneration());
    return !observedGeneration(resource).equals(generation);
  }

  /** The generation that the status describes; empty before the first status. */
  public static Optional<Long> observedGeneration(HasMetadata resource) {
    return Optional.ofNullable(
        switch (resource) {
          case IdentityDomain d when d.getStatus() != null -> d.getStatus().observedGeneration();
          case ClientApplication a when a.getStatus() != null -> a.getStatus().observedGeneration();
          case AppRole r when r.getStatus() != null -> r.getStatus().observedGeneration();
          case GrantResource g when g.getStatus() != null -> g.getStatus().observedGeneration();
          default -> null;
        });
  }

  private static Optional<ClientApplicationSpec> spec(ClientApplication app) {
    return Optional.ofNullable(app.getSpec());
  }

  private static <T> Stream<T> all(@Nullable List<T> list) {
    return Stream.ofNullable(list).flatMap(List::stream).filter(Objects::nonNull);
  }
}
