package dev.identitydomains.operator.engine.domain;

import java.net.Inet4Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The base URL of a domain. Equal are two URLs of one domain: with or without the default port, a
 * final slash or capitals in the host.
 *
 * @param http scheme, host and port, with the path {@code /}
 */
public record DomainUrl(HttpUrl http) {

  /** The pattern of the schema: no user, path, query, fragment, backslash or percent sign. */
  private static final Pattern BASE = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+/?");

  /** OkHttp takes such a host for an address and asks no {@link okhttp3.Dns} for it. */
  private static final Pattern IPV4 = Pattern.compile("[0-9.]+");

  /**
   * Parses {@code spec.url}.
   *
   * @throws IllegalArgumentException when the text has more than a scheme, a host and a port, or is
   *     no URL, or parsers read different hosts in it
   */
  public static DomainUrl parse(String text) {
    if (!BASE.matcher(text).matches()) {
      throw new IllegalArgumentException("must have a scheme, a host and a port alone");
    }
    var url = HttpUrl.parse(text);
    if (url == null) {
      throw new IllegalArgumentException("is not a URL with a host and a port up to 65535");
    }
    if (!isUnambiguous(text, url)) {
      throw new IllegalArgumentException(
          "must have a host name of letters, digits, dots and hyphens, or an address in its shortest form");
    }
    return new DomainUrl(url);
  }

  private static boolean isUnambiguous(String text, HttpUrl url) {
    try {
      var uri = new URI(text);
      var host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
      var port = uri.getPort() == -1 ? HttpUrl.defaultPort(url.scheme()) : uri.getPort();
      return host.equalsIgnoreCase(uri.getHost())
          && port == url.port()
          && !host.endsWith(".")
          && isShortestAddress(url.host());
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private static boolean isShortestAddress(String host) {
    try {
      return !IPV4.matcher(host).matches()
          || Inet4Address.ofLiteral(host).getHostAddress().equals(host);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Whether the host is an address and not a name. */
  boolean hasAddress() {
    return http.host().contains(":") || IPV4.matcher(http.host()).matches();
  }

  /**
   * The origin (RFC 6454 section 6.2), always with the port, for example {@code
   * https://idcs-1.identity.oraclecloud.com:443}. One domain has one origin.
   */
  public String origin() {
    return originOf(http);
  }

  boolean isOriginOf(HttpUrl other) {
    return origin().equals(originOf(other));
  }

  /**
   * Whether a host is the domain's for client certificates, for example {@code
   * idcs-1.us-phoenix-idcs-1.secure.identity.oraclecloud.com} of {@code
   * idcs-1.identity.oraclecloud.com} ("Access Grant Types", {@code secureDomainURL}).
   */
  boolean isSecureHost(String host) {
    var labels = http.host().split("[.]", 2);
    var realm = host.replaceFirst("^.*[.]secure[.]", "");
    return labels.length == 2
        && host.startsWith(labels[0] + ".")
        && !realm.equals(host)
        && realm.startsWith("identity.")
        && (labels[1].equals(realm) || labels[1].endsWith("." + realm));
  }

  private static String originOf(HttpUrl url) {
    var host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
    return url.scheme() + "://" + host + ":" + url.port();
  }

  @Override
  public String toString() {
    return origin();
  }
}
