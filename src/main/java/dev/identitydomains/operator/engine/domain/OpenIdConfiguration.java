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
 * @param secureTokenEndpoint URL at which a client certificate is asked for; null for none
 * @param authorizationEndpoint URL of the authorization endpoint; null for none
 * @param jwksUri URL of the keys that sign tokens; null for none
 * @param userinfoEndpoint URL of the claims about a user; null for none
 * @param endSessionEndpoint URL at which a user's session ends (OpenID Connect RP-Initiated Logout
 *     1.0 section 2.1); null for none
 */
public record OpenIdConfiguration(
    String issuer,
    String tokenEndpoint,
    @Nullable String secureTokenEndpoint,
    @Nullable String authorizationEndpoint,
    @Nullable String jwksUri,
    @Nullable String userinfoEndpoint,
    @Nullable String endSessionEndpoint) {

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

  /** Without the other endpoints that are not the domain's, of which applications get none. */
  OpenIdConfiguration withOwnEndpoints(DomainUrl domain) {
    return new OpenIdConfiguration(
        issuer,
        tokenEndpoint,
        isSecureEndpoint(domain) ? secureTokenEndpoint : null,
        own(authorizationEndpoint, domain),
        own(jwksUri, domain),
        own(userinfoEndpoint, domain),
        own(endSessionEndpoint, domain));
  }

  private static @Nullable String own(@Nullable String text, DomainUrl domain) {
    return text != null && endpoint("", text, domain).isEmpty() ? text : null;
  }

  /**
   * Whether the metadata stands at the issuer's URL, where clients look for it (OpenID Connect
   * Discovery 1.0 section 4). It does not where the issuer is that of the realm.
   */
  public boolean isFoundAtIssuer() {
    var url = parse(issuer);
    var token = parse(tokenEndpoint);
    return url != null
        && token != null
        && url.encodedPath().equals("/")
        && new DomainUrl(url).isOriginOf(token);
  }

  private static Optional<String> endpoint(String name, String text, DomainUrl domain) {
    var url = parse(text);
    if (url == null) {
      return Optional.of(unreadable(name));
    }
    return domain.isOriginOf(url) ? Optional.empty() : Optional.of(foreign(name, url));
  }

  /** On the host of the domain, or on the one that its realm has for client certificates. */
  private boolean isSecureEndpoint(DomainUrl domain) {
    var url = secureTokenEndpoint == null ? null : parse(secureTokenEndpoint);
    if (url == null) {
      return false;
    }
    var isHost = url.host().equals(domain.http().host());
    return url.isHttps()
        ? isHost || domain.isSecureHost(url.host())
        : isHost && !domain.http().isHttps();
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
