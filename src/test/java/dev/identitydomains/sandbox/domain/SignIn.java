package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.sandbox.domain.ClientAuthenticator.TokenCall;
import dev.identitydomains.sandbox.domain.TokenApi.OAuthError;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The authorization endpoint (RFC 6749 section 4.1.1), at which the user that {@code login_hint}
 * names, or else the first of the domain, signs in and consents at once.
 */
final class SignIn {

  /** What a code stands for. */
  record Grant(
      String clientId,
      String redirectUri,
      String scope,
      String nonce,
      String challenge,
      String userName) {}

  private final ResourceStore store;
  private final ClientAuthenticator clients;
  private final Map<String, Grant> codes = new ConcurrentHashMap<>();

  SignIn(ResourceStore store, ClientAuthenticator clients) {
    this.store = store;
    this.clients = clients;
  }

  Reply authorize(HttpCall call) {
    var client = clients.client(first(call, "client_id"));
    var redirectUri = first(call, "redirect_uri");
    if (client.path("redirectUris").valueStream().noneMatch(u -> u.asText().equals(redirectUri))) {
      throw new OAuthError(400, "invalid_request", "The redirect URI is not one of the client.");
    }
    var user = user(first(call, "login_hint"));
    var state = first(call, "state");
    if (!first(call, "response_type").equals("code")) {
      return back(redirectUri, state, "error", "unsupported_response_type");
    }
    var isPublic = client.path("clientType").asText().equals("public");
    var method = first(call, "code_challenge_method");
    if (isPublic ? !method.equals("S256") : !method.isEmpty() && !method.equals("S256")) {
      return back(redirectUri, state, "error", "invalid_request");
    }
    if (!TokenApi.allows(client, "authorization_code")) {
      return back(redirectUri, state, "error", "unauthorized_client");
    }
    if (!TokenApi.mayHave(client, first(call, "scope"))) {
      return back(redirectUri, state, "error", "invalid_scope");
    }
    if (user.isEmpty() || !mayUse(user.get(), client)) {
      return back(redirectUri, state, "error", "access_denied");
    }
    var code = UUID.randomUUID().toString();
    codes.put(
        code,
        new Grant(
            client.path("name").asText(),
            redirectUri,
            first(call, "scope"),
            first(call, "nonce"),
            first(call, "code_challenge"),
            user.get().path("userName").asText()));
    return back(redirectUri, state, "code", code);
  }

  /** "Enforce grants as authorization": those alone to whom the App or a role of it is granted. */
  private boolean mayUse(ObjectNode user, ObjectNode client) {
    return !client.path("allowAccessControl").asBoolean()
        || store
            .having(ResourceKind.GRANTS, "/app/value", client.path("id").asText())
            .map(grant -> grant.path("grantee"))
            .anyMatch(grantee -> isUser(grantee, user.path("id").asText()));
  }

  private static boolean isUser(JsonNode grantee, String userId) {
    return grantee.path("type").asText().equals("User")
        && grantee.path("value").asText().equals(userId);
  }

  private Optional<ObjectNode> user(String name) {
    return store.stream(ResourceKind.USERS)
        .filter(user -> name.isEmpty() || user.path("userName").asText().equals(name))
        .findFirst();
  }

  /** Takes the code of a token request; a code serves once (RFC 6749 section 4.1.2). */
  Grant redeem(ObjectNode client, TokenCall call) {
    var grant = codes.remove(call.first("code"));
    if (grant == null) {
      throw invalidGrant();
    }
    var good =
        grant.clientId().equals(client.path("name").asText())
            && grant.redirectUri().equals(call.first("redirect_uri"))
            && (grant.challenge().isEmpty()
                || grant.challenge().equals(challenge(call.first("code_verifier"))));
    if (!good) {
      throw invalidGrant();
    }
    return grant;
  }

  private static OAuthError invalidGrant() {
    return new OAuthError(400, "invalid_grant", "The code is not valid.");
  }

  /** RFC 7636 section 4.2, method S256. */
  private static String challenge(String verifier) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reply back(String redirectUri, String state, String name, String value) {
    var query =
        Stream.of(Map.entry(name, value), Map.entry("state", state))
            .filter(parameter -> !parameter.getValue().isEmpty())
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .reduce((a, b) -> a + "&" + b)
            .orElseThrow();
    var separator = redirectUri.contains("?") ? "&" : "?";
    return new Reply(302, "", Map.of("Location", redirectUri + separator + query));
  }

  private static String first(HttpCall call, String name) {
    var values = call.query().get(name);
    return values == null ? "" : values.getFirst();
  }
}
