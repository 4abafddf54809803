package dev.identitydomains.operator.engine.domain;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of a domain (OpenID Connect Discovery 1.0 section 3).
 *
 * @param issuer URL of the issuer of the domain's tokens
 * @param tokenEndpoint URL of the token endpoint
 */
public record OpenIdConfiguration(String issuer, String tokenEndpoint) {

  /** ASCII without spaces, control characters and the backslash, which parsers read as a slash. */
  private static final Pattern PRINTABLE = Pattern.compile("[!-\\[\\]-~]{1,2048}");

  /**
   * Why applications must not get these URLs, to which they send their secrets (RFC 9700 section
   * 4.4.2); empty when they may. The issuer of a domain is by default that of its realm, for
   * example {@code https://identity.oraclecloud.com/}.
   *
   * @param domain the URL below which the configuration was found
   */
  Optional<String> problem(DomainUrl domain) {
    return endpoint("token_endpoint", tokenEndpoint, domain).or(() -> issuer(domain));
  }

  private static Optional<String> endpoint(String name, String text, DomainUrl domain) {
    var url = parse(text);
    if (url == null) {
      return Optional.of(unreadable(name));
    }
    return domain.isOriginOf(url) ? Optional.empty() : Optional.of(foreign(name, url));
  }

  private Optional<String> issuer(DomainUrl domain) {
    var url = parse(issuer);
    if (url == null || url.encodedQuery() != null) {
      return Optional.of(unreadable("issuer"));
    }
    var common = url.isHttps() && url.port() == 443 && DomainHosts.isIssuer(url.host());
    return common || domain.isOriginOf(url)
        ? Optional.empty()
        : Optional.of(foreign("issuer", url));
  }

  private static String unreadable(String name) {
    return "has a %s that is not a URL of at most 2048 printable characters".formatted(name);
  }

  private static String foreign(String name, HttpUrl url) {
    return "has a %s of %s://%s:%d, not of the scheme, host and port of spec.url"
        .formatted(name, url.scheme(), url.host(), url.port());
  }

  /** The URL in which different parsers read the same host; null for none. */
  private static @Nullable HttpUrl parse(String text) {
    var url = PRINTABLE.matcher(text).matches() ? HttpUrl.parse(text) : null;
    if (url == null || !url.username().isEmpty() || url.encodedFragment() != null) {
      return null;
    }
    try {
      var host = new URI(text).getHost();
      var same = host != null && host.replaceAll("[\\[\\]]", "").equalsIgnoreCase(url.host());
      return same ? url : null;
    } catch (URISyntaxException _) {
      return null;
    }
  }
}
