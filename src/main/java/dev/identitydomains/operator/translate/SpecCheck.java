package dev.identitydomains.operator.translate;

import dev.identitydomains.operator.api.v1alpha1.AllowedNamespaces;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrantSpec;
import dev.identitydomains.operator.api.v1alpha1.AppRoleSpec;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainSpec;
import dev.identitydomains.operator.api.v1alpha1.OAuthClient;
import dev.identitydomains.operator.api.v1alpha1.ResourceScope;
import dev.identitydomains.operator.api.v1alpha1.ResourceServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the schema and its CEL rules refuse, once more for API servers that evaluate neither. A test
 * holds these rules and the CEL rules against the same objects.
 */
public final class SpecCheck {

  private static final String LOOPBACK = "http://(localhost|127[.][0-9.]+|\\[::1])(:[0-9]+)?/?";
  private static final Set<String> NEEDS_SECRET = Set.of("client_credentials", "tls_client_auth");
  private static final Set<String> REDIRECTING = Set.of("authorization_code", "implicit");

  private final List<String> problems = new ArrayList<>();

  private SpecCheck() {}

  /** What is wrong with an IdentityDomain's spec; nothing when the list is empty. */
  public static List<String> problems(@Nullable IdentityDomainSpec spec) {
    return spec == null ? missing() : new SpecCheck().domain(spec);
  }

  /** What is wrong with a ClientApplication's spec; nothing when the list is empty. */
  public static List<String> problems(@Nullable ClientApplicationSpec spec) {
    return spec == null ? missing() : new SpecCheck().application(spec);
  }

  /** What is wrong with an AppRole's spec; nothing when the list is empty. */
  public static List<String> problems(@Nullable AppRoleSpec spec) {
    return spec == null ? missing() : SchemaCheck.problems("spec", spec).toList();
  }

  /** What is wrong with an AppRoleGrant's spec; nothing when the list is empty. */
  public static List<String> problems(@Nullable AppRoleGrantSpec spec) {
    return spec == null ? missing() : new SpecCheck().grant(spec);
  }

  private List<String> grant(AppRoleGrantSpec spec) {
    problems.addAll(SchemaCheck.problems("spec", spec).toList());
    if (!problems.isEmpty()) {
      return problems;
    }
    require(
        (spec.domainRef() != null) != (spec.role().application() != null),
        "spec: exactly one of domainRef, for a role of the domain itself, and role.application must be set");
    var grantee = spec.grantee();
    require(
        isOne(grantee.group(), grantee.user(), grantee.dynamicResourceGroup()),
        "spec.grantee: exactly one of group, user and dynamicResourceGroup must be set");
    return problems;
  }

  private static List<String> missing() {
    return List.of("spec is required");
  }

  private List<String> domain(IdentityDomainSpec spec) {
    problems.addAll(SchemaCheck.problems("spec", spec).toList());
    if (!problems.isEmpty()) {
      return problems;
    }
    require(
        spec.url().startsWith("https://") || spec.url().matches(LOOPBACK),
        "spec.url must be https; http is for loopback hosts only");
    var credentials = spec.credentials();
    require(
        isOne(credentials.clientSecret(), credentials.privateKeyJwt(), credentials.tlsClientAuth()),
        "spec.credentials: exactly one of clientSecret, privateKeyJwt and tlsClientAuth must be set");
    selected("spec.allowedNamespaces", spec.allowedNamespaces());
    return problems;
  }

  private static boolean isOne(@Nullable Object... members) {
    return Stream.of(members).filter(Objects::nonNull).count() == 1;
  }

  private void selected(String path, @Nullable AllowedNamespaces allowed) {
    require(
        allowed == null || (allowed.selector() != null) == "Selector".equals(allowed.from()),
        path + ": selector goes with from: Selector");
  }

  private List<String> application(ClientApplicationSpec spec) {
    problems.addAll(SchemaCheck.problems("spec", spec).toList());
    require(
        spec.client() != null || spec.resourceServer() != null,
        "spec: at least one of client and resourceServer must be set");
    selected("spec.roleConsumers", spec.roleConsumers());
    if (spec.client() != null) {
      client(spec.client());
    }
    if (spec.resourceServer() != null) {
      resourceServer(spec.resourceServer());
    }
    return problems;
  }

  private void client(OAuthClient client) {
    var grants = Objects.requireNonNullElse(client.grantTypes(), List.<String>of());
    var redirects = Objects.requireNonNullElse(client.redirectUris(), List.<String>of());
    if (DesiredApplications.PUBLIC.equals(client.type())) {
      require(
          grants.stream().noneMatch(NEEDS_SECRET::contains),
          "spec.client.grantTypes: a Public client has no secret: client_credentials and tls_client_auth are not for it");
      require(client.trustScope() == null, "spec.client.trustScope is not for Public clients");
    }
    require(
        client.certificates() == null
            || (client.certificateAliases() == null
                && !DesiredApplications.PUBLIC.equals(client.type())),
        "spec.client.certificates goes neither with certificateAliases nor with a Public client");
    require(
        grants.stream().noneMatch(REDIRECTING::contains) || !redirects.isEmpty(),
        "spec.client.redirectUris: authorization_code and implicit need redirectUris");
    require(
        Boolean.TRUE.equals(client.allowNonHttpsRedirects())
            || redirects.stream().allMatch(uri -> uri.startsWith("https://")),
        "spec.client.redirectUris must be https unless allowNonHttpsRedirects is true");
  }

  private void resourceServer(ResourceServer server) {
    var values =
        Objects.requireNonNullElse(server.scopes(), List.<ResourceScope>of()).stream()
            .map(ResourceScope::value)
            .toList();
    require(
        new HashSet<>(values).size() == values.size(),
        "spec.resourceServer.scopes: each scope value must be there once");
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }
}
