package dev.identitydomains.operator.policy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.identitydomains.operator.api.v1alpha1.AdoptionPolicy;
import dev.identitydomains.operator.api.v1alpha1.AppAssignmentSpec;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrantSpec;
import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.api.v1alpha1.ExternalApplicationRef;
import dev.identitydomains.operator.api.v1alpha1.ExtraAttributes;
import dev.identitydomains.operator.api.v1alpha1.GrantSpec;
import dev.identitydomains.operator.api.v1alpha1.GranteeKind;
import dev.identitydomains.operator.api.v1alpha1.OAuthClient;
import dev.identitydomains.operator.api.v1alpha1.RoleGrantee;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares valid specs with the permissions of their namespace. */
public final class PolicyCheck {

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, @Nullable Object>> VALUES =
      new TypeReference<>() {};

  private PolicyCheck() {}

  /**
   * The first value of an application's spec that is not permitted; empty for none.
   *
   * @param clientId the declared or derived client id
   */
  public static Optional<Violation> violation(
      ClientApplicationSpec spec, String clientId, Permissions permissions) {
    return Stream.of(
            client(spec.client(), permissions),
            audience(spec, permissions),
            extraAttributes(spec.extraAttributes(), permissions),
            definedTags(spec, permissions),
            roles(spec.appRoles(), permissions),
            adoption(spec, clientId, permissions))
        .flatMap(violations -> violations)
        .findFirst();
  }

  /** The first value of a grant's spec that is not permitted; empty for none. */
  public static Optional<Violation> violation(GrantSpec spec, Permissions permissions) {
    var grantee = kind(spec.grantee());
    return switch (spec) {
      case AppRoleGrantSpec grant ->
          role(grant.role(), "spec.role.role", grantee, permissions).findFirst();
      case AppAssignmentSpec assignment -> assignment(assignment, grantee, permissions);
    };
  }

  /** The assignment of a ClientApplication needs its consent instead. */
  private static Optional<Violation> assignment(
      AppAssignmentSpec spec, GranteeKind grantee, Permissions permissions) {
    var app = spec.externalApplication();
    return app != null && !permissions.permitsAssignment(app, grantee)
        ? Optional.of(
            new Violation(
                "spec.externalApplication",
                "%s for a grantee of type %s".formatted(name(app), grantee)))
        : Optional.empty();
  }

  private static String name(ExternalApplicationRef app) {
    return app.clientId() != null
        ? "clientId %s".formatted(app.clientId())
        : "displayName %s".formatted(app.displayName());
  }

  /** Whether an application may have the audience of its spec. */
  public static boolean permitsAudience(ClientApplicationSpec spec, Permissions permissions) {
    return audience(spec, permissions).findAny().isEmpty();
  }

  /** Whether an application may have a role; a role of an application needs its consent instead. */
  public static boolean permitsAppRole(AppRoleRef role, Permissions permissions) {
    return permits(role, GranteeKind.App, permissions);
  }

  private static boolean permits(AppRoleRef ref, GranteeKind grantee, Permissions permissions) {
    var app = ref.externalApplication();
    return ref.application() != null
        || (app == null
            ? permissions.permitsRole(ref.role(), grantee)
            : permissions.permitsRole(app, ref.role(), grantee));
  }

  private static Stream<Violation> client(@Nullable OAuthClient client, Permissions permissions) {
    if (client == null) {
      return Stream.empty();
    }
    return Stream.of(
            Stream.ofNullable(client.type())
                .filter(type -> !permissions.permitsClientType(type))
                .map(type -> new Violation("spec.client.type", type.name())),
            all(client.grantTypes())
                .filter(type -> !permissions.permitsGrantType(type))
                .map(type -> new Violation("spec.client.grantTypes", type)),
            Stream.ofNullable(client.trustScope())
                .filter(scope -> !permissions.permitsTrustScope(scope))
                .map(scope -> new Violation("spec.client.trustScope", scope.name())),
            all(client.allowedOperations())
                .filter(operation -> !permissions.permitsOperation(operation))
                .map(operation -> new Violation("spec.client.allowedOperations", operation)),
            all(client.externalScopes())
                .filter(
                    scope -> !permissions.permitsScope(scope.externalApplication(), scope.scope()))
                .map(scope ->
                    new Violation(
                        "spec.client.externalScopes",
                        "%s of %s".formatted(scope.scope(), name(scope.externalApplication())))),
            Stream.ofNullable(client.bypassConsent())
                .filter(bypassed -> bypassed && !permissions.permitsBypassedConsent())
                .map(_ -> new Violation("spec.client.bypassConsent", "true")))
        .flatMap(violations -> violations);
  }

  private static Stream<Violation> audience(ClientApplicationSpec spec, Permissions permissions) {
    return Stream.ofNullable(spec.resourceServer())
        .flatMap(server ->
            Stream.concat(
                Stream.of(server.audience())
                    .filter(audience -> !permissions.permitsAudience(audience))
                    .map(audience -> new Violation("spec.resourceServer.audience", audience)),
                all(server.secondaryAudiences())
                    .filter(audience -> !permissions.permitsSecondaryAudience(audience))
                    .map(audience ->
                        new Violation("spec.resourceServer.secondaryAudiences", audience))));
  }

  private static Stream<Violation> extraAttributes(
      @Nullable ExtraAttributes declared, Permissions permissions) {
    // by reflection: an attribute that is added needs a permission from the start
    return Stream.ofNullable(declared)
        .flatMap(attributes -> JSON.convertValue(attributes, VALUES).entrySet().stream())
        .filter(attribute -> attribute.getValue() != null)
        .map(Map.Entry::getKey)
        .filter(name -> !permissions.permitsExtraAttribute(name))
        .sorted()
        .map(name -> new Violation("spec.extraAttributes", name));
  }

  /** OCI's own policies may decide by defined tags, not by others. */
  private static Stream<Violation> definedTags(
      ClientApplicationSpec spec, Permissions permissions) {
    return Stream.ofNullable(spec.definedTags())
        .flatMap(tags -> tags.keySet().stream())
        .map(name -> name.substring(0, name.indexOf('.')))
        .filter(namespace -> !permissions.permitsDefinedTags(namespace))
        .sorted()
        .map(namespace -> new Violation("spec.definedTags", namespace));
  }

  private static Stream<Violation> roles(
      @Nullable List<AppRoleRef> roles, Permissions permissions) {
    return all(roles).flatMap(role -> role(role, "spec.appRoles", GranteeKind.App, permissions));
  }

  /** A role of an application needs that application's consent instead. */
  private static Stream<Violation> role(
      AppRoleRef ref, String field, GranteeKind grantee, Permissions permissions) {
    var app = ref.externalApplication();
    var role = app == null ? ref.role() : "%s of %s".formatted(ref.role(), name(app));
    return permits(ref, grantee, permissions)
        ? Stream.empty()
        : Stream.of(
            new Violation(
                field,
                grantee == GranteeKind.App
                    ? role
                    : "%s for a grantee of type %s".formatted(role, grantee)));
  }

  private static Stream<Violation> adoption(
      ClientApplicationSpec spec, String clientId, Permissions permissions) {
    var adoptable = permissions.adoptable();
    var permitted =
        adoptable == null
            || switch (Objects.requireNonNullElse(spec.adoptionPolicy(), AdoptionPolicy.Never)) {
              case Never, Unknown -> true;
              case ByClientId -> adoptable.contains(clientId);
              case ByDisplayName -> !adoptable.isEmpty();
            };
    return permitted
        ? Stream.empty()
        : Stream.of(new Violation("spec.adoptionPolicy", String.valueOf(spec.adoptionPolicy())));
  }

  /** The type of the grantee in a valid spec. */
  private static GranteeKind kind(RoleGrantee grantee) {
    if (grantee.group() != null) {
      return GranteeKind.Group;
    }
    return grantee.user() != null ? GranteeKind.User : GranteeKind.DynamicResourceGroup;
  }

  private static <T> Stream<T> all(@Nullable List<T> values) {
    return Stream.ofNullable(values).flatMap(List::stream);
  }
}
