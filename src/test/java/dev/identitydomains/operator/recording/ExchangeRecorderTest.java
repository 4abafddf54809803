package dev.identitydomains.operator.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.identitydomains.operator.http.HttpTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls are as they are without a recorder, and lines are whole. */
class ExchangeRecorderTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int CALLS = 100;

  @TempDir private Path folder;
  private HttpServer server;
  private byte[] reply = {};
  private boolean compresses;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.createContext(
        "/",
        exchange -> {
          if (compresses) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          }
          exchange.sendResponseHeaders(200, reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** A page of a list is larger than what a reply may have beside its content. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readerGetsTheWholeReply(boolean gzip) throws IOException {
    var body = "{\"description\": \"%s\"}".formatted(words());
    reply = gzip ? compressed(body) : body.getBytes(StandardCharsets.UTF_8);
    compresses = gzip;
    var file = folder.resolve("large");
    assertThat(read(client(file))).isEqualTo(body.length());
    var recorded = JSON.readTree(Files.readString(file)).at("/response/content/text").asText();
    assertThat(JSON.readTree(recorded)).isEqualTo(JSON.readTree(body));
  }

  @Test
  void linesOfParallelCallsAreWhole() throws Exception {
    reply =
        "{\"description\": \"%s\"}"
            .formatted("ey-a".repeat(50_000))
            .getBytes(StandardCharsets.UTF_8);
    var file = folder.resolve("parallel");
    var client = client(file);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(Collections.<Callable<Integer>>nCopies(CALLS, () -> read(client)));
    }
    var lines = Files.readAllLines(file);
    assertThat(lines).hasSize(CALLS);
    for (var line : lines) {
      assertThat(JSON.readTree(line).at("/response/status").asInt()).isEqualTo(200);
    }
  }

  @Test
  void hostsOfTheServiceAreCutAndItsIssuerIsNot() throws IOException {
    reply =
        "{\"a\": \"https://idcs-0123.identity.oraclecloud.com:443/x\", \"b\": \"https://idcs-0123.eu.secure.identity.oraclecloud.com/\", \"c\": \"https://identity.oraclecloud.com/\", \"d\": \"%s\"}"
            .formatted("a.".repeat(500_000))
            .getBytes(StandardCharsets.UTF_8);
    var file = folder.resolve("hosts");
    read(client(file));
    assertThat(Files.readString(file))
        .doesNotContain("idcs-0123", "127.0.0.1")
        .contains("https://domain.example.com:443/x", "https://identity.oraclecloud.com/");
  }

  private static HttpTransport client(Path file) {
    return new HttpTransport(
        HttpTransport.bounded(new OkHttpClient.Builder())
            .addInterceptor(ExchangeRecorder.into(file))
            .build());
  }

  private int read(HttpTransport http) {
    var url = "http://127.0.0.1:%d/admin/v1/Apps".formatted(server.getAddress().getPort());
    return http.send(
        new Request.Builder().url(url).build(),
        (_, content) -> content.stream(64 << 20).readAllBytes().length);
  }

  /** Two megabytes that gzip makes somewhat smaller. */
  private static String words() {
    return new Random(1)
        .ints(400_000, 0, 99_999)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  private static byte[] compressed(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
