package dev.identitydomains.operator.engine.domain;

import dev.identitydomains.operator.token.ClientAuthentication;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a connection; equal settings share a connection. Its text form hides secrets.
 *
 * @param url base URL of the domain
 * @param type domain type, which decides the rate limits
 * @param authentication authentication of the operator's client
 * @param scopes scopes of the client's access token
 * @param bulk whether the operator may send Bulk calls
 * @param caBundle trusted PEM certificates, in addition to the platform's
 */
public record ConnectionSettings(
    String url,
    String type,
    ClientAuthentication authentication,
    List<String> scopes,
    boolean bulk,
    @Nullable String caBundle) {

  /**
   * Returns host and port, which tell domains apart; a default port is told as well.
   *
   * @throws IllegalArgumentException when the URL is malformed
   */
  String origin() {
    var parsed = HttpUrl.get(url);
    return parsed.host() + ":" + parsed.port();
  }
}
