package dev.identitydomains.operator.engine.domain;

import dev.identitydomains.operator.token.ClientAuthentication;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a connection; equal settings share a connection. Its text form hides secrets.
 *
 * @param url base URL of the domain
 * @param type domain type, which decides the rate limits
 * @param authentication authentication of the operator's client
 * @param scopes scopes of the client's access token
 * @param bulk whether the operator may send Bulk calls
 * @param authorities certificate authorities of the domain; null for the platform's
 */
public record ConnectionSettings(
    DomainUrl url,
    String type,
    ClientAuthentication authentication,
    List<String> scopes,
    boolean bulk,
    @Nullable Authorities authorities) {

  /**
   * Certificate authorities that the operator trusts.
   *
   * @param pem their certificates
   * @param only whether they take the place of the platform's, instead of being added to them
   */
  public record Authorities(String pem, boolean only) {}
}
