package dev.identitydomains.operator.controller.credentials;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.api.v1alpha1.OAuthClient;
import dev.identitydomains.operator.api.v1alpha1.TrustScope;
import dev.identitydomains.operator.engine.domain.OpenIdConfiguration;
import dev.identitydomains.operator.translate.DesiredApplications;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a client's Secret by their standard names: those of the Service Binding
 * Specification for Kubernetes ("Well-known Secret Entries"), and those that Spring Cloud Bindings
 * maps to a client registration. Pure.
 */
final class BindingEntries {

  static final String CLIENT_SECRET = "client-secret";
  static final String KEY_ID = "key-id";
  static final String CERTIFICATE = "tls.crt";
  static final String PRIVATE_KEY = "tls.key";

  private static final String CODE = "authorization_code";

  /** Grants that no registration stands for alone come last. */
  private static final List<String> PREFERRED = List.of(CODE, "client_credentials");

  private static final List<String> DEPENDENT = List.of("refresh_token", "implicit");

  /** All scopes that the app roles of the client allow (document "Scopes"). */
  private static final String MY_SCOPES = "urn:opc:idm:__myscopes__";

  /** All resource servers with a tag of the client (document "TaggedScope"). */
  private static final String TAGGED = "urn:opc:resource:consumer::all";

  private static final int LONGEST_SCOPE = 8192;

  private BindingEntries() {}

  /**
   * The entries of a client; none for what it or its domain does not have.
   *
   * @param scopes the allowed scopes that the App has, and that one request may name
   */
  static Map<String, String> of(
      ClientApplication app,
      String clientId,
      OpenIdConfiguration facts,
      @Nullable ClientKeyPair key,
      List<String> scopes,
      String clientSecret) {
    var spec = app.getSpec();
    var grants = declared(spec, OAuthClient::grantTypes);
    var entries = new TreeMap<String, String>();
    entries.put("type", "oauth2");
    entries.put("provider", "oci-identity-domain");
    entries.put("client-id", clientId);
    entries.put("client-name", DesiredApplications.displayName(app.getMetadata().getName(), spec));
    entries.put("token-uri", facts.tokenEndpoint());
    put(entries, "issuer-uri", facts.isFoundAtIssuer() ? facts.issuer() : null);
    put(entries, "authorization-uri", facts.authorizationEndpoint());
    put(entries, "jwk-set-uri", facts.jwksUri());
    put(entries, "user-info-uri", facts.userinfoEndpoint());
    put(entries, "user-name-attribute", grants.contains(CODE) ? "sub" : null);
    put(entries, "end-session-uri", facts.endSessionEndpoint());
    put(
        entries,
        "secure-token-uri",
        grants.contains("tls_client_auth") ? facts.secureTokenEndpoint() : null);
    entries.put(
        "client-authentication-method",
        DesiredApplications.isPublic(spec) ? "none" : "client_secret_basic");
    put(entries, "authorization-grant-type", grantType(grants));
    put(entries, "scope", scope(spec, scopes));
    put(entries, "redirect-uri", only(declared(spec, OAuthClient::redirectUris)));
    put(entries, CLIENT_SECRET, clientSecret.isEmpty() ? null : clientSecret);
    if (key != null) {
      entries.put(KEY_ID, key.alias());
      entries.put(CERTIFICATE, key.certificate());
      entries.put(PRIVATE_KEY, key.privateKey().value());
    }
    return entries;
  }

  /** A registration has one grant type: that of users, else that of the client itself. */
  private static @Nullable String grantType(List<String> grants) {
    return Stream.concat(
            PREFERRED.stream().filter(grants::contains),
            grants.stream().filter(grant -> !DEPENDENT.contains(grant)))
        .findFirst()
        .orElse(null);
  }

  /**
   * Separated by commas, as Spring's properties are; a scope with a comma has no such list, and
   * none requests so many that a server would refuse the length of the request.
   */
  private static @Nullable String scope(ClientApplicationSpec spec, List<String> allowed) {
    if (spec.client() != null && spec.client().trustScope() == TrustScope.Tags) {
      return TAGGED; // no other may stand beside it
    }
    var scopes =
        Stream.concat(
                Stream.of("openid")
                    .filter(_ -> declared(spec, OAuthClient::grantTypes).contains(CODE)),
                declared(spec, OAuthClient::allowedScopes).isEmpty()
                        && declared(spec, OAuthClient::externalScopes).isEmpty()
                        && spec.appRoles() != null
                        && !spec.appRoles().isEmpty()
                    ? Stream.of(MY_SCOPES)
                    : allowed.stream())
            .toList();
    var list = String.join(",", scopes);
    return scopes.isEmpty()
            || scopes.stream().anyMatch(scope -> scope.contains(","))
            || list.length() > LONGEST_SCOPE
        ? null
        : list;
  }

  private static <T> List<T> declared(
      ClientApplicationSpec spec, Function<OAuthClient, @Nullable List<T>> values) {
    return Optional.ofNullable(spec.client()).map(values).orElse(List.of());
  }

  /** Among several, the application chooses by itself, for example that of its own host. */
  private static @Nullable String only(List<String> values) {
    return values.size() == 1 ? values.getFirst() : null;
  }

  private static void put(Map<String, String> entries, String name, @Nullable String value) {
    if (value != null) {
      entries.put(name, value);
    }
  }
}
