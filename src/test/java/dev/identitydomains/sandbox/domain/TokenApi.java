package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.identitydomains.sandbox.domain.ClientAuthenticator.TokenCall;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The token endpoint, with JWT as access tokens. */
final class TokenApi {

  /** An error reply (RFC 6749 section 5.2). */
  static final class OAuthError extends RuntimeException {

    @java.io.Serial private static final long serialVersionUID = 1L;

    final int status;
    final String error;

    OAuthError(int status, String error, String description) {
      super(description);
      this.status = status;
      this.error = error;
    }
  }

  private static final Set<String> GRANT_TYPES =
      Set.of("client_credentials", "tls_client_auth", "authorization_code");

  private static final Set<String> USER_SCOPES = Set.of("openid", "profile", "email");

  private final ClientAuthenticator clients;
  private final SignIn signIn;
  private final Clock clock;
  private final Duration life;
  private final RSAKey signingKey;

  /** The claims of verified tokens: the check of a signature is slow. */
  private final Map<String, JWTClaimsSet> verified = new ConcurrentHashMap<>();

  TokenApi(ClientAuthenticator clients, SignIn signIn, Clock clock, Duration life) {
    this.clients = clients;
    this.signIn = signIn;
    this.clock = clock;
    this.life = life;
    try {
      this.signingKey = new RSAKeyGenerator(2048).keyID("SIGNING_KEY").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  Map<String, Object> keySet() {
    return Map.of("keys", List.of(signingKey.toPublicJWK().toJSONObject()));
  }

  ObjectNode issue(TokenCall call, Discovery discovery) {
    var grantType = call.first("grant_type");
    if (!GRANT_TYPES.contains(grantType)) {
      throw new OAuthError(400, "unsupported_grant_type", "The grant type is not supported.");
    }
    var client =
        isPublic(call)
            ? clients.client(call.first("client_id"))
            : clients.authenticate(call, discovery.domain().toString());
    if (!allows(client, grantType)) {
      throw new OAuthError(400, "unauthorized_client", "The client may not use this grant type.");
    }
    if (grantType.equals("authorization_code")) {
      return forUser(client, discovery, signIn.redeem(client, call));
    }
    var scope = call.first("scope");
    if (!mayHave(client, scope)) {
      throw new OAuthError(400, "invalid_scope", "The client may not have this scope.");
    }
    var name = client.path("name").asText();
    return reply(sign(accessToken(name, name, discovery, scope).build()));
  }

  /** A public client names itself, and proves with its code that it asked for it. */
  private boolean isPublic(TokenCall call) {
    return call.authorization().isEmpty()
        && !call.first("code_verifier").isEmpty()
        && clients.client(call.first("client_id")).path("clientType").asText().equals("public");
  }

  private ObjectNode forUser(ObjectNode client, Discovery discovery, SignIn.Grant grant) {
    var name = client.path("name").asText();
    var reply = reply(sign(accessToken(grant.userName(), name, discovery, grant.scope()).build()));
    if (List.of(grant.scope().split(" ")).contains("openid")) {
      var claims =
          accessToken(grant.userName(), name, discovery, grant.scope())
              .audience(List.of(name, discovery.issuer()));
      if (!grant.nonce().isEmpty()) {
        claims.claim("nonce", grant.nonce());
      }
      reply.put("id_token", sign(claims.claim("azp", name).build()));
    }
    return reply;
  }

  /** The claims about the user of an access token (OpenID Connect Core 1.0 section 5.3). */
  ObjectNode userInfo(Optional<String> authorization) {
    var token = authorization.orElse("").replaceFirst("^Bearer ", "");
    var claims = verify(token);
    if (!claims.getExpirationTime().toInstant().isAfter(clock.instant())
        || claims.getClaim("nonce") != null) {
      throw ClientAuthenticator.invalidClient();
    }
    return JsonNodeFactory.instance.objectNode().put("sub", claims.getSubject());
  }

  private ObjectNode reply(String token) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("access_token", token)
        .put("token_type", "Bearer")
        .put("expires_in", life.toSeconds());
  }

  static boolean allows(ObjectNode client, String grantType) {
    return client.path("allowedGrants").valueStream().anyMatch(g -> g.asText().equals(grantType));
  }

  /** All of one resource server, or none: the service makes no token for several. */
  static boolean mayHave(ObjectNode client, String scopes) {
    var asked = List.of(scopes.split(" "));
    return asked.stream().allMatch(one -> isAllowed(client, one))
        && client
                .path("allowedScopes")
                .valueStream()
                .filter(scope -> asked.contains(scope.path("fqs").asText()))
                .map(scope -> scope.path("idOfDefiningApp").asText())
                .distinct()
                .count()
            <= 1;
  }

  private static boolean isAllowed(ObjectNode client, String scope) {
    return scope.isEmpty()
        || scope.startsWith("urn:opc:")
        || (USER_SCOPES.contains(scope) && allows(client, "authorization_code"))
        || client
            .path("allowedScopes")
            .valueStream()
            .anyMatch(s -> s.path("fqs").asText().equals(scope));
  }

  private JWTClaimsSet.Builder accessToken(
      String subject, String client, Discovery discovery, String scope) {
    var now = clock.instant();
    return new JWTClaimsSet.Builder()
        .issuer(discovery.issuer())
        .subject(subject)
        .claim("client_id", client)
        .claim("scope", scope)
        .audience(discovery.domain().toString())
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(life)));
  }

  private String sign(JWTClaimsSet claims) {
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(signingKey.getKeyID()).build(), claims);
    try {
      jwt.sign(new RSASSASigner(signingKey));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }

  /** The App of a valid bearer token; empty for an invalid one. */
  Optional<ObjectNode> caller(Optional<String> authorization) {
    var token = authorization.orElse("").replaceFirst("^Bearer ", "");
    try {
      var claims = verified.computeIfAbsent(token, this::verify);
      return claims.getExpirationTime().toInstant().isAfter(clock.instant())
          ? Optional.of(clients.client(claims.getSubject()))
          : Optional.empty();
    } catch (OAuthError e) {
      return Optional.empty();
    }
  }

  private JWTClaimsSet verify(String token) {
    try {
      var jwt = SignedJWT.parse(token);
      if (jwt.verify(new RSASSAVerifier(signingKey.toRSAPublicKey()))) {
        return jwt.getJWTClaimsSet();
      }
    } catch (ParseException | JOSEException _) {
      // the exception below omits the token
    }
    throw ClientAuthenticator.invalidClient();
  }
}
