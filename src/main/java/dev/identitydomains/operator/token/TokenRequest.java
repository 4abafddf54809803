package dev.identitydomains.operator.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * A token request (RFC 6749 section 4.4.2) as the service documents it.
 *
 * @param domain base URL of the domain; the token endpoint is {@code /oauth2/v1/token} below it
 * @param scopes sent with spaces between them (RFC 6749 section 3.3)
 */
public record TokenRequest(
    HttpUrl domain, ClientAuthentication authentication, List<String> scopes) {

  private static final Duration ASSERTION_LIFE = Duration.ofMinutes(5);
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  public TokenRequest {
    scopes = List.copyOf(scopes);
  }

  Request build(Clock clock) {
    var request =
        new Request.Builder()
            .url(domain.newBuilder().addPathSegments("oauth2/v1/token").build())
            .header("Accept", "application/json");
    var form = new FormBody.Builder(StandardCharsets.UTF_8).add("scope", String.join(" ", scopes));
    switch (authentication) {
      case ClientAuthentication.ClientSecret basic -> {
        form.add("grant_type", "client_credentials");
        request.header(
            "Authorization",
            Credentials.basic(encoded(basic.clientId()), encoded(basic.secret().value())));
      }
      case ClientAuthentication.PrivateKeyJwt jwt ->
          form.add("grant_type", "client_credentials")
              .add("client_id", jwt.clientId())
              .add("client_assertion_type", ASSERTION_TYPE)
              .add("client_assertion", assertion(jwt, clock));
      case ClientAuthentication.TlsClientAuth tls ->
          form.add("grant_type", "tls_client_auth").add("client_id", tls.clientId());
    }
    return request.post(form.build()).build();
  }

  /** The form encoding, which RFC 6749 section 2.3.1 wants inside of Basic. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String assertion(ClientAuthentication.PrivateKeyJwt jwt, Clock clock) {
    var now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(jwt.clientId())
            .subject(jwt.clientId())
            .audience(domain.toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(ASSERTION_LIFE)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(jwt.keyId()).build();
    var signed = new SignedJWT(header, claims);
    try {
      signed.sign(new RSASSASigner(jwt.key()));
    } catch (JOSEException e) {
      throw new TokenFailure(
          "The private key of client %s cannot sign with RS256: use an RSA key of at least 2048 bits"
              .formatted(jwt.clientId()));
    }
    return signed.serialize();
  }
}
