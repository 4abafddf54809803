package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A Git repository with one branch, {@code main}, served on the loopback interface by Git's own
 * program for smart HTTP, <a href="https://git-scm.com/docs/git-http-backend">git http-backend</a>.
 */
final class GitServer implements AutoCloseable {

  private static final String FOLDER = "repository";

  private final Path root;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  private GitServer(Path root) throws IOException {
    this.root = root.toAbsolutePath();
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    git("init", "--quiet", "--initial-branch=main");
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts a server with an empty repository in a folder. */
  static GitServer start(Path folder) throws IOException {
    Files.createDirectories(folder.resolve(FOLDER));
    return new GitServer(folder);
  }

  /** What {@code git clone} takes. */
  URI url() {
    return URI.create(
        "http://127.0.0.1:%d/%s/.git".formatted(server.getAddress().getPort(), FOLDER));
  }

  /**
   * Commits these files, and no others, to {@code main}.
   *
   * @param files content by path
   * @return the revision in the form that Flux has for it
   */
  String commit(Map<String, String> files) throws IOException {
    git("rm", "-r", "--quiet", "--ignore-unmatch", ".");
    for (var file : files.entrySet()) {
      var path = root.resolve(FOLDER, file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "--message", "a change");
    return "main@sha1:" + git("rev-parse", "HEAD").strip();
  }

  private String git(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("git", "-C", root.resolve(FOLDER).toString()));
    command.addAll(List.of("-c", "user.name=test", "-c", "user.email=test@example.com"));
    command.addAll(List.of(arguments));
    var process = plain(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as("%s%n%s", command, output).isZero();
    return output;
  }

  /** Without the configuration of the machine. */
  private static ProcessBuilder plain(List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    return builder;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var builder = plain(List.of("git", "http-backend"));
      builder.environment().putAll(variables(exchange));
      var process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (var stdin = process.getOutputStream()) {
        exchange.getRequestBody().transferTo(stdin);
      }
      answer(exchange, process.getInputStream().readAllBytes());
    }
  }

  /** The request's variables of CGI (RFC 3875), and Git's own. */
  private Map<String, String> variables(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    return Map.of(
        "GIT_PROJECT_ROOT",
        root.toString(),
        "GIT_HTTP_EXPORT_ALL",
        "1",
        "GIT_PROTOCOL",
        value(headers.getFirst("Git-Protocol")),
        "REQUEST_METHOD",
        exchange.getRequestMethod(),
        "PATH_INFO",
        exchange.getRequestURI().getPath(),
        "QUERY_STRING",
        value(exchange.getRequestURI().getRawQuery()),
        "CONTENT_TYPE",
        value(headers.getFirst("Content-Type")),
        "HTTP_CONTENT_ENCODING",
        value(headers.getFirst("Content-Encoding")));
  }

  private static String value(@Nullable String text) {
    return Optional.ofNullable(text).orElse("");
  }

  private static void answer(HttpExchange exchange, byte[] output) throws IOException {
    var reply = new DataInputStream(new ByteArrayInputStream(output));
    var status = 200;
    for (var line = line(reply); !line.isEmpty(); line = line(reply)) {
      var header = line.split(": ", 2);
      if (header[0].equals("Status")) {
        status = Integer.parseInt(header[1].substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(header[0], header[1]);
      }
    }
    var body = reply.readAllBytes();
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static String line(DataInputStream reply) throws IOException {
    var line = new StringBuilder();
    for (var next = reply.read(); next >= 0 && next != '\n'; next = reply.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
