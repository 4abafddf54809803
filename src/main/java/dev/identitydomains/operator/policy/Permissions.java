package dev.identitydomains.operator.policy;

import dev.identitydomains.operator.api.v1alpha1.AdoptionPermission;
import dev.identitydomains.operator.api.v1alpha1.AllowedNamespaces;
import dev.identitydomains.operator.api.v1alpha1.ClientType;
import dev.identitydomains.operator.api.v1alpha1.DomainPolicy;
import dev.identitydomains.operator.api.v1alpha1.ExternalApplicationPermission;
import dev.identitydomains.operator.api.v1alpha1.ExternalApplicationRef;
import dev.identitydomains.operator.api.v1alpha1.GranteeKind;
import dev.identitydomains.operator.api.v1alpha1.TrustScope;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the resources of one namespace may ask of a domain: everything, or what its policies permit
 * together.
 *
 * @param unrestricted whether everything is permitted, as in the namespace of the IdentityDomain
 */
public record Permissions(boolean unrestricted, List<DomainPolicy> policies) {

  /** The permissions of the IdentityDomain's own namespace. */
  public static final Permissions UNRESTRICTED = new Permissions(true, List.of());

  private static final String ALL = "*";
  private static final String RESERVED_AUDIENCES = "urn:opc:";

  private static final DomainPolicy BASELINE =
      new DomainPolicy(
          new AllowedNamespaces(AllowedNamespaces.From.All, null),
          List.of("Me", "Authenticated Client"),
          List.of(GranteeKind.App),
          List.of(ClientType.Confidential, ClientType.Public),
          List.of(
              "authorization_code",
              "client_credentials",
              "refresh_token",
              "urn:ietf:params:oauth:grant-type:device_code"),
          List.of(TrustScope.Explicit),
          null,
          null,
          null,
          null,
          null,
          null,
          null);

  /** The baseline together with these policies. */
  public static Permissions of(Stream<DomainPolicy> policies) {
    return new Permissions(false, Stream.concat(Stream.of(BASELINE), policies).toList());
  }

  public Permissions {
    policies = List.copyOf(policies);
  }

  /** Whether resources may grant a role of the domain itself to grantees of a type. */
  boolean permitsRole(String role, GranteeKind grantee) {
    return unrestricted
        || policiesFor(grantee).anyMatch(policy -> containsOrAll(policy.domainRoles(), role));
  }

  private Stream<DomainPolicy> policiesFor(GranteeKind grantee) {
    return policies.stream()
        .filter(policy ->
            Objects.requireNonNullElse(policy.grantees(), List.of(GranteeKind.App))
                .contains(grantee));
  }

  /** Whether resources may grant a role of an App without ClientApplication. */
  boolean permitsRole(ExternalApplicationRef app, String role, GranteeKind grantee) {
    return unrestricted
        || policiesFor(grantee)
            .flatMap(policy -> external(policy, app))
            .anyMatch(permitted -> containsOrAll(permitted.roles(), role));
  }

  /** Whether resources may assign an App without ClientApplication. */
  boolean permitsAssignment(ExternalApplicationRef app, GranteeKind grantee) {
    return unrestricted
        || policiesFor(grantee).flatMap(policy -> external(policy, app)).findAny().isPresent();
  }

  /** Whether clients may request a scope of an App without ClientApplication. */
  public boolean permitsScope(ExternalApplicationRef app, String scope) {
    return unrestricted
        || policiesFor(GranteeKind.App)
            .flatMap(policy -> external(policy, app))
            .anyMatch(permitted -> containsOrAll(permitted.scopes(), scope));
  }

  /** The entries of a policy for an App, which they name as the reference does. */
  private static Stream<ExternalApplicationPermission> external(
      DomainPolicy policy, ExternalApplicationRef app) {
    return Stream.ofNullable(policy.externalApplications())
        .flatMap(List::stream)
        .filter(permitted ->
            Objects.equals(permitted.clientId(), app.clientId())
                && Objects.equals(permitted.displayName(), app.displayName()));
  }

  boolean permitsClientType(ClientType type) {
    return permits(DomainPolicy::clientTypes, type);
  }

  boolean permitsGrantType(String grantType) {
    return unrestricted
        || policies.stream().anyMatch(policy -> containsOrAll(policy.grantTypes(), grantType));
  }

  boolean permitsTrustScope(TrustScope scope) {
    return permits(DomainPolicy::trustScopes, scope);
  }

  boolean permitsOperation(String operation) {
    return permits(DomainPolicy::allowedOperations, operation);
  }

  boolean permitsExtraAttribute(String name) {
    return unrestricted
        || policies.stream().anyMatch(policy -> containsOrAll(policy.extraAttributes(), name));
  }

  boolean permitsDefinedTags(String namespace) {
    return unrestricted
        || policies.stream()
            .flatMap(policy -> Stream.ofNullable(policy.definedTags()))
            .flatMap(List::stream)
            .anyMatch(permitted -> permitted.equals(ALL) || permitted.equalsIgnoreCase(namespace));
  }

  boolean permitsBypassedConsent() {
    return unrestricted
        || policies.stream().anyMatch(policy -> Boolean.TRUE.equals(policy.bypassConsent()));
  }

  boolean permitsAudience(String audience) {
    var lists = policies.stream().map(DomainPolicy::audiences).filter(Objects::nonNull).toList();
    return unrestricted
        || (lists.isEmpty()
            ? !audience.toLowerCase(Locale.ROOT).startsWith(RESERVED_AUDIENCES)
            : lists.stream()
                .flatMap(List::stream)
                .anyMatch(pattern -> AudiencePattern.matches(pattern, audience)));
  }

  /**
   * Tokens for the App have the audience beside its own, so that it may be that of somebody else:
   * only a policy permits one.
   */
  boolean permitsSecondaryAudience(String audience) {
    return unrestricted
        || policies.stream()
            .flatMap(policy -> Stream.ofNullable(policy.audiences()))
            .flatMap(List::stream)
            .anyMatch(pattern -> AudiencePattern.matches(pattern, audience));
  }

  /** The client ids of Apps that may be adopted; null for all. */
  public @Nullable Set<String> adoptable() {
    return permitsAdoption()
        ? null
        : adoptions()
            .map(AdoptionPermission::clientIds)
            .filter(Objects::nonNull)
            .flatMap(List::stream)
            .collect(Collectors.toSet());
  }

  /** Whether each App without owner, and each grant of an administrator, may be adopted. */
  public boolean permitsAdoption() {
    return unrestricted
        || adoptions().anyMatch(adoption -> Boolean.TRUE.equals(adoption.unowned()));
  }

  private Stream<AdoptionPermission> adoptions() {
    return policies.stream().map(DomainPolicy::adoption).filter(Objects::nonNull);
  }

  private <T> boolean permits(Function<DomainPolicy, @Nullable List<T>> field, T value) {
    return unrestricted
        || policies.stream()
            .map(field)
            .filter(Objects::nonNull)
            .anyMatch(values -> values.contains(value));
  }

  private static boolean containsOrAll(@Nullable List<String> values, String value) {
    return values != null && (values.contains(value) || values.contains(ALL));
  }
}
