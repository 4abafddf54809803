package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.identitydomains.sandbox.domain.TokenApi.OAuthError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Authenticates clients as strictly as OAuth servers of others do. */
final class ClientAuthenticator {

  private static final String SERVICE = "https://identity.oraclecloud.com/";
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final Duration LONGEST_ASSERTION = Duration.ofHours(1);

  /**
   * A token request.
   *
   * @param presented the client's certificates of a TLS handshake; empty for none
   */
  record TokenCall(
      Optional<String> authorization,
      Map<String, List<String>> form,
      List<X509Certificate> presented) {

    String first(String name) {
      return form.getOrDefault(name, List.of("")).getFirst();
    }
  }

  private final ResourceStore store;
  private final Clock clock;
  private final Set<DomainMode> modes;
  private final Map<String, PublicKey> certificates = new ConcurrentHashMap<>();
  private final Set<String> usedAssertions = ConcurrentHashMap.newKeySet();

  ClientAuthenticator(ResourceStore store, Clock clock, Set<DomainMode> modes) {
    this.store = store;
    this.clock = clock;
    this.modes = modes;
  }

  void trust(String certificateAlias, PublicKey key) {
    certificates.put(certificateAlias, key);
  }

  /**
   * Returns the App of the client.
   *
   * @param domain base URL of the domain, without a final slash
   */
  ObjectNode authenticate(TokenCall call, String domain) {
    if (call.form().values().stream().anyMatch(values -> values.size() > 1)) {
      throw invalidRequest("A parameter is repeated.");
    }
    var isAssertion = !call.first("client_assertion").isEmpty();
    var isTls = call.first("grant_type").equals("tls_client_auth");
    var ways =
        Stream.of(call.authorization().isPresent(), isAssertion, isTls).filter(way -> way).count();
    if (ways > 1) {
      throw invalidRequest("The client authenticates in more than one way.");
    }
    if (isTls) {
      return tls(call);
    }
    if (!isAssertion) {
      return basic(call.authorization());
    }
    try {
      return assertion(call, domain);
    } catch (ParseException | JOSEException e) {
      throw invalidClient();
    }
  }

  private ObjectNode basic(Optional<String> authorization) {
    var encoded = authorization.filter(value -> value.startsWith("Basic ")).orElse("Basic ");
    var decoded = Base64.getDecoder().decode(encoded.substring("Basic ".length()));
    var credentials = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
    var client = client(decode(credentials[0]));
    if (credentials.length < 2
        || !decode(credentials[1]).equals(client.path("clientSecret").asText())) {
      throw invalidClient();
    }
    return client;
  }

  private String decode(String text) {
    try {
      return modes.contains(DomainMode.PLAIN_BASIC)
          ? text
          : URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalidRequest("Basic is not form-encoded.");
    }
  }

  private ObjectNode tls(TokenCall call) {
    var client = client(call.first("client_id"));
    var good =
        aliases(client)
            .flatMap(alias -> store.having(ResourceKind.CERTIFICATES, "/certificateAlias", alias))
            .map(Certificates::parse)
            .anyMatch(call.presented()::contains);
    if (!good) {
      throw invalidClient();
    }
    return client;
  }

  private ObjectNode assertion(TokenCall call, String domain) throws ParseException, JOSEException {
    var jwt = SignedJWT.parse(call.first("client_assertion"));
    var header = jwt.getHeader();
    var claims = jwt.getJWTClaimsSet();
    var client = client(String.valueOf(claims.getSubject()));
    var alias = Optional.ofNullable(header.getKeyID()).orElse("");
    var key = aliases(client).anyMatch(alias::equals) ? key(alias) : Optional.<PublicKey>empty();
    var good =
        call.first("client_assertion_type").equals(ASSERTION_TYPE)
            && (!call.form().containsKey("client_id")
                || call.first("client_id").equals(claims.getSubject()))
            && claims.getSubject().equals(claims.getIssuer())
            && header.getType() != null
            && header.getType().getType().equals("JWT")
            && isForDomain(claims.getAudience(), domain)
            && isCurrent(claims)
            && key.isPresent()
            && isSigned(jwt, key.get());
    // a second use is refused even if the first had no success
    if (!good || claims.getJWTID() == null || !usedAssertions.add(claims.getJWTID())) {
      throw invalidClient();
    }
    return client;
  }

  private boolean isForDomain(List<String> audience, String domain) {
    return (audience.contains(SERVICE) && !modes.contains(DomainMode.DOMAIN_AUDIENCE))
        || (audience.contains(domain + "/") && !modes.contains(DomainMode.SERVICE_AUDIENCE));
  }

  private boolean isCurrent(JWTClaimsSet claims) {
    var now = clock.instant();
    return claims.getExpirationTime() != null
        && claims.getExpirationTime().toInstant().isAfter(now)
        && claims.getExpirationTime().toInstant().isBefore(now.plus(LONGEST_ASSERTION))
        && (claims.getIssueTime() == null || !claims.getIssueTime().toInstant().isAfter(now));
  }

  private static boolean isSigned(SignedJWT jwt, PublicKey key) throws JOSEException {
    return switch (key) {
      case ECPublicKey elliptic ->
          jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.ES256)
              && jwt.verify(new ECDSAVerifier(elliptic));
      case RSAPublicKey rsa ->
          jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
              && jwt.verify(new RSASSAVerifier(rsa));
      default -> false;
    };
  }

  private static Stream<String> aliases(ObjectNode client) {
    return client.path("certificates").valueStream().map(c -> c.path("certAlias").asText());
  }

  private Optional<PublicKey> key(String alias) {
    return store
        .having(ResourceKind.CERTIFICATES, "/certificateAlias", alias)
        .map(certificate -> Certificates.parse(certificate).getPublicKey())
        .findFirst()
        .or(() -> Optional.ofNullable(certificates.get(alias)));
  }

  ObjectNode client(String clientId) {
    return store
        .having(ResourceKind.APPS, "/name", clientId)
        .filter(app -> app.path("name").asText().equals(clientId))
        .filter(app -> app.path("active").asBoolean() && app.path("isOAuthClient").asBoolean())
        .findFirst()
        .orElseThrow(ClientAuthenticator::invalidClient);
  }

  static OAuthError invalidClient() {
    return new OAuthError(401, "invalid_client", "Client authentication failed.");
  }

  private static OAuthError invalidRequest(String description) {
    return new OAuthError(400, "invalid_request", description);
  }
}
