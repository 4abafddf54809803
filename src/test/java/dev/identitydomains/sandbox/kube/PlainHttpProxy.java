package dev.identitydomains.sandbox.kube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;

/**
 * A reverse proxy without WebSocket before an API: it answers an upgrade with 200, and clients
 * watch over plain HTTP. It can spoil the watches.
 */
public final class PlainHttpProxy implements KubernetesApi {

  private static final Set<String> OWN_HEADERS =
      Set.of(
          "host", "connection", "upgrade", "http2-settings", "content-length", "accept-encoding");

  private final KubernetesApi api;
  private final String target;
  private final OkHttpClient client;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  /** The open watches, and their paths with queries. */
  private final Map<OutputStream, String> watches = new ConcurrentHashMap<>();

  private PlainHttpProxy(KubernetesApi api) throws IOException {
    this.api = api;
    var config = Config.fromKubeconfig(api.kubeconfig());
    target = config.getMasterUrl().replaceFirst("/$", "");
    client = client(config.getCaCertData());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * Starts a proxy.
   *
   * @param api {@link #close} closes it
   */
  public static PlainHttpProxy before(KubernetesApi api) throws IOException {
    return new PlainHttpProxy(api);
  }

  private static OkHttpClient client(@Nullable String caBase64) {
    var trust = new HandshakeCertificates.Builder();
    if (caBase64 != null) {
      var ca = new String(Base64.getDecoder().decode(caBase64), StandardCharsets.UTF_8);
      trust.addTrustedCertificate(Certificates.decodeCertificatePem(ca));
    }
    var certificates = trust.build();
    return new OkHttpClient.Builder()
        .sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager())
        .readTimeout(Duration.ZERO)
        .build();
  }

  /** The URL of the proxy. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public String kubeconfig() {
    return api.kubeconfig().replace(target, url());
  }

  /**
   * Sends a line to all open watches whose path contains a text.
   *
   * @return the number of these watches
   */
  public int spoil(String path, String line) throws IOException {
    var spoilt = watches.entrySet().stream().filter(w -> w.getValue().contains(path)).toList();
    for (var watch : spoilt) {
      write(watch.getKey(), (line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return spoilt.size();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestHeaders().containsKey("Sec-WebSocket-Key")) {
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      try (var reply = client.newCall(request(exchange)).execute()) {
        forward(reply, exchange);
      }
    }
  }

  private Request request(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    var method = exchange.getRequestMethod();
    var hasBody = body.length > 0 || Set.of("POST", "PUT", "PATCH").contains(method);
    var request =
        new Request.Builder()
            .url(target + exchange.getRequestURI())
            .method(method, hasBody ? RequestBody.create(body) : null);
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.addHeader(name, value));
          }
        });
    return request.build();
  }

  private void forward(Response reply, HttpExchange exchange) throws IOException {
    var type = reply.header("Content-Type");
    if (type != null) {
      exchange.getResponseHeaders().set("Content-Type", type);
    }
    exchange.sendResponseHeaders(reply.code(), 0);
    var out = exchange.getResponseBody();
    var path = exchange.getRequestURI().toString();
    if (path.contains("watch=true")) {
      watches.put(out, path);
    }
    try {
      out.flush();
      var in = reply.body().byteStream();
      var buffer = new byte[8192];
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        write(out, Arrays.copyOf(buffer, read));
      }
      out.close();
    } finally {
      watches.remove(out);
    }
  }

  private static void write(OutputStream out, byte[] bytes) throws IOException {
    synchronized (out) {
      out.write(bytes);
      out.flush();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
    api.close();
  }
}
