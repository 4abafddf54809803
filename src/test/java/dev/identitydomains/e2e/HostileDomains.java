package dev.identitydomains.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Identity domains that give tokens, and lists that are made to exhaust the memory of a reader. */
public final class HostileDomains implements AutoCloseable {

  private static final int KINDS = 5;

  private static final byte[] FLOOD = gzip("{\"id\":\"a\",\"x\":[" + "{},".repeat(8_000_000));
  private static final byte[] VALUES =
      gzip("{\"id\":\"a\",\"tags\":[" + "{\"key\":\"a\"},".repeat(1_900_000));

  private final List<HttpServer> servers = new ArrayList<>();
  private final AtomicInteger lists = new AtomicInteger();

  public HostileDomains(int domains) throws IOException {
    for (var number = 0; number < domains; number++) {
      var kind = number % KINDS;
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", exchange -> answer(exchange, kind));
      server.start();
      servers.add(server);
    }
  }

  /** Whether the list of this number arrives in part and never ends. */
  public static boolean isSlow(int number) {
    return number % KINDS == KINDS - 1;
  }

  /** The base URL of each. */
  public Stream<String> urls() {
    return servers.stream().map(server -> "http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The number of lists that they were asked for. */
  public int lists() {
    return lists.get();
  }

  private void answer(HttpExchange exchange, int kind) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().contains("oauth2")) {
        send(exchange, "{\"access_token\":\"t\",\"expires_in\":3600}");
        return;
      }
      lists.incrementAndGet();
      switch (kind) {
        case 0 -> sendCompressed(exchange, FLOOD);
        case 1 -> sendCompressed(exchange, VALUES);
        case 2 -> send(exchange, endless(exchange, 200_000, 1000));
        case 3 -> send(exchange, endless(exchange, Integer.MAX_VALUE, 1));
        default -> slow(exchange);
      }
    }
  }

  private static final String MANY_URIS =
      IntStream.range(1000, 1200).mapToObj("\"%d\""::formatted).collect(Collectors.joining(","));

  /** A page of new ids, with many values each. */
  private static String endless(HttpExchange exchange, int total, int size) {
    var query = exchange.getRequestURI().getQuery();
    var page = new StringBuilder("{\"totalResults\":%d,\"Resources\":[".formatted(total));
    for (var i = 0; i < size; i++) {
      page.append(i == 0 ? "" : ",")
          .append("{\"id\":\"%s-%d\",\"redirectUris\":[".formatted(query.hashCode(), i))
          .append(MANY_URIS)
          .append("]}");
    }
    return page.append("]}").toString();
  }

  /** Half a page of values at once, and the rest never. */
  private static void slow(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    var body = exchange.getResponseBody();
    body.write(endless(exchange, 1000, 900).getBytes(StandardCharsets.UTF_8), 0, 1_000_000);
    body.flush();
    try {
      Thread.sleep(120_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void sendCompressed(HttpExchange exchange, byte[] bytes) throws IOException {
    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static byte[] gzip(String resources) {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(
          "{\"totalResults\":1,\"Resources\":[%s{}]}]}"
              .formatted(resources)
              .getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
  }
}
