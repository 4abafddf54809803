package dev.identitydomains.operator.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.identitydomains.operator.http.OneShotBody;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.Request;

/**
 * A token request (RFC 6749 section 4.4.2) as the service documents it.
 *
 * @param scopes sent with spaces between them (RFC 6749 section 3.3)
 */
public record TokenRequest(ClientAuthentication authentication, List<String> scopes) {

  private static final Duration ASSERTION_LIFE = Duration.ofMinutes(5);

  /** Servers refuse an assertion that was issued in the future by their clock. */
  private static final Duration SLACK = Duration.ofMinutes(1);

  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  public TokenRequest {
    scopes = List.copyOf(scopes);
  }

  /** A request and the credentials in it, in each form in which a server could repeat them. */
  record Prepared(Request request, List<String> credentials) {

    @Override
    public String toString() {
      return "Prepared[%s]".formatted(request.url());
    }
  }

  /** Builds a request to be sent once: an assertion is good for one use (RFC 7523 section 3). */
  Prepared prepare(TokenEndpoint endpoint, Clock clock) {
    var request = new Request.Builder().url(endpoint.url()).header("Accept", "application/json");
    var form = new FormBody.Builder(StandardCharsets.UTF_8).add("scope", String.join(" ", scopes));
    var credentials = new ArrayList<String>();
    switch (authentication) {
      case ClientAuthentication.ClientSecret basic -> {
        var secret = basic.secret().value();
        var header = Credentials.basic(encoded(basic.clientId()), encoded(secret));
        form.add("grant_type", "client_credentials");
        request.header("Authorization", header);
        credentials.addAll(List.of(header.substring("Basic ".length()), encoded(secret), secret));
      }
      case ClientAuthentication.PrivateKeyJwt jwt -> {
        var assertion = assertion(jwt, endpoint, clock);
        form.add("grant_type", "client_credentials")
            .add("client_id", jwt.clientId())
            .add("client_assertion_type", ASSERTION_TYPE)
            .add("client_assertion", assertion);
        credentials.add(assertion);
      }
      case ClientAuthentication.TlsClientAuth tls ->
          form.add("grant_type", "tls_client_auth").add("client_id", tls.clientId());
    }
    var once = new OneShotBody(form.build());
    return new Prepared(request.post(once).build(), List.copyOf(credentials));
  }

  /** The form encoding, which RFC 6749 section 2.3.1 wants inside of Basic. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String assertion(
      ClientAuthentication.PrivateKeyJwt jwt, TokenEndpoint endpoint, Clock clock) {
    var now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(jwt.clientId())
            .subject(jwt.clientId())
            .audience(jwt.audience() == null ? endpoint.audiences() : List.of(jwt.audience()))
            .issueTime(Date.from(now.minus(SLACK)))
            .expirationTime(Date.from(now.plus(ASSERTION_LIFE)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    try {
      var isElliptic = jwt.key() instanceof ECPrivateKey;
      var header =
          new JWSHeader.Builder(isElliptic ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256)
              .type(JOSEObjectType.JWT)
              .keyID(jwt.keyId())
              .build();
      var signed = new SignedJWT(header, claims);
      signed.sign(signer(jwt));
      return signed.serialize();
    } catch (JOSEException | IllegalArgumentException _) {
      throw new TokenFailure(
          TokenFailure.Cause.CREDENTIALS,
          "The private key of client %s cannot sign: use an RSA key of 2048 to 4096 bits, or an elliptic key of the curve P-256"
              .formatted(jwt.clientId()));
    }
  }

  private static JWSSigner signer(ClientAuthentication.PrivateKeyJwt jwt) throws JOSEException {
    return jwt.key() instanceof ECPrivateKey key
        ? new ECDSASigner(key)
        : new RSASSASigner(jwt.key());
  }
}
