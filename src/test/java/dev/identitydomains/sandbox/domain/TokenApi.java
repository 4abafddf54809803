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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The token endpoint: client credentials with Basic or a client assertion, JWT access tokens. */
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

  private final ResourceStore store;
  private final Clock clock;
  private final Duration life;
  private final RSAKey signingKey;
  private final Map<String, RSAPublicKey> certificates = new ConcurrentHashMap<>();

  /** The claims of verified tokens: the check of a signature is slow. */
  private final Map<String, JWTClaimsSet> verified = new ConcurrentHashMap<>();

  TokenApi(ResourceStore store, Clock clock, Duration life) {
    this.store = store;
    this.clock = clock;
    this.life = life;
    try {
      this.signingKey = new RSAKeyGenerator(2048).keyID("SIGNING_KEY").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  void trust(String certificateAlias, RSAPublicKey key) {
    certificates.put(certificateAlias, key);
  }

  Map<String, Object> keySet() {
    return Map.of("keys", List.of(signingKey.toPublicJWK().toJSONObject()));
  }

  ObjectNode issue(Optional<String> authorization, Map<String, List<String>> form, String issuer) {
    var grantType = first(form, "grant_type");
    if (!grantType.equals("client_credentials")) {
      throw new OAuthError(400, "unsupported_grant_type", "The grant type is not supported.");
    }
    var client = authenticate(authorization, form, issuer);
    if (client.path("allowedGrants").valueStream().noneMatch(g -> g.asText().equals(grantType))) {
      throw new OAuthError(400, "unauthorized_client", "The client may not use this grant type.");
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("access_token", sign(client, issuer, first(form, "scope")))
        .put("token_type", "Bearer")
        .put("expires_in", life.toSeconds());
  }

  private ObjectNode authenticate(
      Optional<String> authorization, Map<String, List<String>> form, String issuer) {
    if (first(form, "client_assertion").isEmpty()) {
      return basic(authorization);
    }
    try {
      return assertion(SignedJWT.parse(first(form, "client_assertion")), issuer);
    } catch (ParseException | JOSEException e) {
      throw invalidClient();
    }
  }

  private ObjectNode basic(Optional<String> authorization) {
    var encoded = authorization.filter(value -> value.startsWith("Basic ")).orElse("Basic ");
    var decoded = Base64.getDecoder().decode(encoded.substring("Basic ".length()));
    var credentials = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
    var client = client(URLDecoder.decode(credentials[0], StandardCharsets.UTF_8));
    var secret = client.path("clientSecret").asText();
    if (credentials.length < 2
        || !URLDecoder.decode(credentials[1], StandardCharsets.UTF_8).equals(secret)) {
      throw invalidClient();
    }
    return client;
  }

  private ObjectNode assertion(SignedJWT jwt, String issuer) throws ParseException, JOSEException {
    var claims = jwt.getJWTClaimsSet();
    var client = client(claims.getSubject());
    var alias = Optional.ofNullable(jwt.getHeader().getKeyID()).orElse("");
    var key = key(alias);
    var listed = client.path("certificates").valueStream().map(c -> c.path("certAlias").asText());
    var good =
        key != null
            && listed.anyMatch(alias::equals)
            && claims.getSubject().equals(claims.getIssuer())
            && claims.getAudience().contains(issuer + "/")
            && claims.getJWTID() != null
            && claims.getExpirationTime().toInstant().isAfter(clock.instant())
            && jwt.verify(new RSASSAVerifier(key));
    if (!good) {
      throw invalidClient();
    }
    return client;
  }

  private @Nullable RSAPublicKey key(String alias) {
    return store
        .having(ResourceKind.CERTIFICATES, "/certificateAlias", alias)
        .map(certificate -> (RSAPublicKey) Certificates.parse(certificate).getPublicKey())
        .findFirst()
        .orElseGet(() -> certificates.get(alias));
  }

  private ObjectNode client(String clientId) {
    return store
        .having(ResourceKind.APPS, "/name", clientId)
        .filter(app -> app.path("name").asText().equals(clientId))
        .filter(app -> app.path("active").asBoolean() && app.path("isOAuthClient").asBoolean())
        .findFirst()
        .orElseThrow(TokenApi::invalidClient);
  }

  private static OAuthError invalidClient() {
    return new OAuthError(401, "invalid_client", "Client authentication failed.");
  }

  private String sign(ObjectNode client, String issuer, String scope) {
    var now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(client.path("name").asText())
            .claim("client_id", client.path("name").asText())
            .claim("scope", scope)
            .audience(issuer)
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(life)))
            .build();
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
          ? Optional.of(client(claims.getSubject()))
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
    throw invalidClient();
  }

  private static String first(Map<String, List<String>> form, String name) {
    return form.getOrDefault(name, List.of("")).getFirst();
  }
}
