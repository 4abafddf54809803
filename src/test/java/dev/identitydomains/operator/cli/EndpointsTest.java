package dev.identitydomains.operator.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitydomains.sandbox.kube.Definitions;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * S24: the endpoints of the command {@code run}, in a process of its own, because the bounds of its
 * HTTP servers are those of a whole JVM.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class EndpointsTest {

  private static final int CONNECTIONS = 64;
  private static final Pattern STARTED =
      Pattern.compile("started; probes on port (\\d+), metrics on port (\\d+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final EmbeddedKubernetes api = EmbeddedKubernetes.start();
  private final Process operator;
  private int probes;
  private int metrics;

  EndpointsTest(@TempDir Path folder) throws IOException {
    try (var client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(api.kubeconfig())).build()) {
      Definitions.create(client);
    }
    var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig());
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--port=0",
                "--metrics-port=0")
            .redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", kubeconfig.toAbsolutePath().toString());
    operator = builder.start();
  }

  @BeforeAll
  void readPorts() throws IOException {
    var output = operator.inputReader(UTF_8);
    var text = new StringBuilder();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      text.append(line).append('\n');
      var started = STARTED.matcher(line);
      if (started.find()) {
        probes = Integer.parseInt(started.group(1));
        metrics = Integer.parseInt(started.group(2));
        return;
      }
    }
    throw new AssertionError("the operator ended:\n" + text);
  }

  @AfterAll
  void stop() {
    operator.destroyForcibly().onExit().join();
    api.close();
  }

  @Test
  void everyPathIsExactAndOnItsOwnPort() throws Exception {
    assertThat(get(probes, "/livez").statusCode()).isEqualTo(200);
    assertThat(get(probes, "/livez?verbose").statusCode()).isEqualTo(200);
    assertThat(get(probes, "/readyz").statusCode()).isEqualTo(200);
    assertThat(get(metrics, "/metrics").body()).contains("identity_domain_resources");
    for (var path : List.of("/", "/livezXYZ", "/livez/", "/livez/x", "/readyz.txt", "/metrics")) {
      assertThat(get(probes, path).statusCode()).as(path).isEqualTo(404);
    }
    for (var path : List.of("/", "/metricsXYZ", "/metrics/", "/livez", "/readyz")) {
      assertThat(get(metrics, path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void halfSentRequestsAreFewAndClosed() throws Exception {
    var open = new ArrayList<Socket>();
    try (var beyond = new Socket()) {
      for (var i = 0; i < CONNECTIONS; i++) {
        open.add(new Socket(InetAddress.getLoopbackAddress(), probes));
        open.getLast()
            .getOutputStream()
            .write("GET /livez HTTP/1.1\r\nHost: x\r\n".getBytes(UTF_8));
      }
      beyond.connect(open.getLast().getRemoteSocketAddress());
      assertClosed(beyond);
      // not the last one: an idle connection of another test counts, too
      var first = open.getFirst();
      first.setSoTimeout(1);
      assertThatThrownBy(() -> first.getInputStream().read())
          .as("an older connection, when one beyond the bound is closed")
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(get(metrics, "/metrics").statusCode()).as("own bound").isEqualTo(200);
      for (var socket : open) {
        assertClosed(socket);
      }
    } finally {
      for (var socket : open) {
        socket.close();
      }
    }
    assertThat(get(probes, "/livez").statusCode()).isEqualTo(200);
  }

  /** The server closes a request whose body does not come, too. */
  @Test
  void requestWithoutItsBodyIsClosed() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), metrics)) {
      socket
          .getOutputStream()
          .write("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n".getBytes(UTF_8));
      assertClosed(socket);
    }
  }

  /** Reads until the server closes; a server that does not, fails it by a timeout. */
  private static void assertClosed(Socket socket) throws IOException {
    socket.setSoTimeout(60_000);
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server keeps the connection open", e);
    } catch (SocketException _) {
      // reset: closed, too
    }
  }

  private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    var url = URI.create("http://127.0.0.1:" + port + path);
    return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
  }
}
