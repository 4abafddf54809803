package dev.identitydomains.operator.engine.domain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy of the calls to domains, by the settings that curl, Go and others know. Loopback
 * hosts have none. Immutable.
 */
public final class DomainProxy {

  private final @Nullable HttpUrl https;
  private final @Nullable HttpUrl http;
  private final List<BiPredicate<String, Integer>> direct;

  private DomainProxy(
      @Nullable HttpUrl https, @Nullable HttpUrl http, List<BiPredicate<String, Integer>> direct) {
    this.https = https;
    this.http = http;
    this.direct = direct;
  }

  /**
   * Parses the settings; empty texts are none.
   *
   * @param https {@code http://[user:password@]host[:port]} for calls by https
   * @param http the same for calls by http
   * @param direct hosts without a proxy, separated by commas: a name for itself and the names below
   *     it, {@code .name} for those below it, an address, {@code <address>/<bits>}, each but the
   *     last also with {@code :port}; {@code *} for all
   * @throws IllegalArgumentException when a proxy is malformed; the text of it may be secret
   */
  public static DomainProxy parse(String https, String http, String direct) {
    return new DomainProxy(
        proxy("--https-proxy (HTTPS_PROXY)", https),
        proxy("--http-proxy (HTTP_PROXY)", http),
        Stream.of(direct.split(","))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .map(DomainProxy::exception)
            .toList());
  }

  private static @Nullable HttpUrl proxy(String setting, String text) {
    if (text.isEmpty()) {
      return null;
    }
    var url = HttpUrl.parse(text.contains("://") ? text : "http://" + text);
    if (url == null || url.isHttps()) {
      throw new IllegalArgumentException(
          setting + " is not the URL of an HTTP proxy, http://<host>:<port>");
    }
    return url;
  }

  private static BiPredicate<String, Integer> exception(String entry) {
    if (entry.equals("*")) {
      return (_, _) -> true;
    }
    if (entry.contains("/")) {
      var block = block(entry);
      return (host, _) -> address(host).filter(block::contains).isPresent();
    }
    var port = entry.matches("(\\[.*]|[^:]*):[0-9]{1,5}") ? entry.lastIndexOf(':') : -1;
    var only = port < 0 ? -1 : Integer.parseInt(entry.substring(port + 1));
    var name = (port < 0 ? entry : entry.substring(0, port)).replaceAll("^[*](?=[.])|[\\[\\]]", "");
    var below = name.startsWith(".") ? name : "." + name;
    return (host, of) -> (only < 0 || only == of) && (host.equals(name) || host.endsWith(below));
  }

  private static AddressBlock block(String entry) {
    try {
      return AddressBlock.parse(entry);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--no-proxy (NO_PROXY): '%s' is %s".formatted(entry, e.getMessage()), e);
    }
  }

  private static Optional<InetAddress> address(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Adds the proxies to a client, which keeps those of the Java runtime where there are none. */
  public OkHttpClient.Builder apply(OkHttpClient.Builder client) {
    if (https == null && http == null) {
      return client;
    }
    return client
        .proxySelector(new Selector())
        .proxyAuthenticator((route, reply) -> {
          var url = proxyOf(reply.request().url());
          var first = reply.request().header("Proxy-Authorization") == null;
          // within the tunnel, it is the domain that asks
          var isTunnel = reply.request().method().equals("CONNECT");
          return url == null || url.username().isEmpty() || !first || !isTunnel
              ? null
              : reply
                  .request()
                  .newBuilder()
                  .header("Proxy-Authorization", Credentials.basic(url.username(), url.password()))
                  .build();
        });
  }

  /** The proxy of a call; null for none. */
  @Nullable HttpUrl proxyOf(HttpUrl target) {
    var host = target.host();
    var isLoopback =
        host.equals("localhost")
            || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    return isLoopback || direct.stream().anyMatch(rule -> rule.test(host, target.port()))
        ? null
        : target.isHttps() ? https : http;
  }

  private final class Selector extends ProxySelector {

    @Override
    public List<Proxy> select(URI uri) {
      var target = HttpUrl.get(uri);
      var proxy = target == null ? null : proxyOf(target);
      // resolved here: the names of domains alone have to have addresses that are public
      return proxy == null ? List.of(Proxy.NO_PROXY) : addresses(proxy);
    }

    private static List<Proxy> addresses(HttpUrl proxy) {
      try {
        return Stream.of(InetAddress.getAllByName(proxy.host()))
            .map(address -> new InetSocketAddress(address, proxy.port()))
            .map(address -> new Proxy(Proxy.Type.HTTP, address))
            .toList();
      } catch (UnknownHostException _) {
        var unknown = InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
        return List.of(new Proxy(Proxy.Type.HTTP, unknown));
      }
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
      // the call fails as well
    }
  }

  @Override
  public String toString() {
    return "DomainProxy";
  }
}
