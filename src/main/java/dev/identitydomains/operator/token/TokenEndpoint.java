package dev.identitydomains.operator.token;

import java.util.LinkedHashSet;
import java.util.List;
import okhttp3.HttpUrl;

/**
 * Where a client asks for tokens.
 *
 * @param url the token endpoint
 * @param audiences values of {@code aud} in an assertion (RFC 7523 section 3), in their exact form
 */
public record TokenEndpoint(HttpUrl url, List<String> audiences) {

  /** The common issuer of domains, which programs and some of the service's documents send. */
  private static final String SERVICE = "https://identity.oraclecloud.com/";

  public TokenEndpoint {
    audiences = List.copyOf(audiences);
  }

  /**
   * The documented endpoint of a domain. Documents differ in the audience, and each says that it is
   * one of the values: "Client Assertion" has the domain's URL, others the common issuer.
   *
   * @param domain base URL of the domain
   */
  public static TokenEndpoint of(HttpUrl domain) {
    return new TokenEndpoint(
        domain.newBuilder().addPathSegments("oauth2/v1/token").build(),
        List.of(SERVICE, domain.toString()));
  }

  /** Adds an audience: servers compare issuers as text (RFC 7523 section 3), a slash counts. */
  public TokenEndpoint withAudience(String issuer) {
    var all = new LinkedHashSet<>(audiences);
    all.add(issuer);
    return new TokenEndpoint(url, List.copyOf(all));
  }

  /** The same audiences at another URL. */
  public TokenEndpoint at(HttpUrl other) {
    return new TokenEndpoint(other, audiences);
  }
}
