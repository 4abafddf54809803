package dev.identitydomains.operator.recording;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.GzipSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends each exchange with a domain to a file, one line each: an entry of an HTTP archive (HAR
 * 1.2). Tokens, secrets, certificates and the names of hosts of the service are cut; names and
 * descriptions of Apps are not. The calls themselves are as they are without.
 */
public final class ExchangeRecorder implements Interceptor {

  /** The host in each recorded URL. */
  public static final String HOST = "domain.example.com";

  /** More of a reply is left out. */
  private static final long MOST_BYTES = 4 << 20;

  /** A file of this size gets no further exchange. */
  private static final long LARGEST_FILE = 256L << 20;

  /** Hosts of domains, which begin with their identifiers. */
  private static final Pattern HOSTS =
      Pattern.compile("(?<![\\w.-])(?:[\\w-]++[.]){1,8}identity[.]oraclecloud[.]com");

  private static final Set<String> REQUEST_HEADERS =
      Set.of("accept", "content-type", "if-match", "opc-retry-token");

  private static final Set<String> RESPONSE_HEADERS =
      Set.of("content-type", "date", "etag", "location", "opc-request-id", "retry-after");

  private static final Logger LOG = LoggerFactory.getLogger(ExchangeRecorder.class);

  private final FileChannel file;

  private ExchangeRecorder(FileChannel file) {
    this.file = file;
  }

  /**
   * Creates a file, which the process's user alone may read, and records into it until the process
   * ends. Where it exists, the next free number is added to its name: a process that starts again
   * goes on.
   *
   * @throws IllegalArgumentException when the file cannot be created
   */
  public static ExchangeRecorder into(Path file) {
    var own = PosixFilePermissions.fromString("rw-------");
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
    for (var number = 1; ; number++) {
      var next =
          number == 1 ? file : file.resolveSibling("%s.%d".formatted(file.getFileName(), number));
      try {
        return new ExchangeRecorder(
            FileChannel.open(next, options, PosixFilePermissions.asFileAttribute(own)));
      } catch (FileAlreadyExistsException _) {
        LOG.info("{} exists", next);
      } catch (IOException | UnsupportedOperationException e) {
        throw new IllegalArgumentException(
            "The recording %s cannot be created.".formatted(next), e);
      }
    }
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    var request = chain.request();
    var exchange = new Exchange(Instant.now(), request, new Buffer(), new Buffer(), "");
    var body = request.body();
    var observed =
        body == null
            ? request
            : request
                .newBuilder()
                .method(request.method(), CopiedBodies.sent(body, exchange.sent()))
                .build();
    try {
      var response = chain.proceed(observed);
      return response
          .newBuilder()
          .body(
              CopiedBodies.read(
                  response.body(), exchange.read(), MOST_BYTES, () -> append(exchange, response)))
          .build();
    } catch (IOException e) {
      append(exchange.failed(e), null);
      throw e;
    }
  }

  /**
   * A request and what came of it.
   *
   * @param sent the body as far as it was sent
   * @param read the body of the reply as far as it was read
   * @param failure the kind of failure without a reply; empty for none
   */
  private record Exchange(
      Instant started, Request request, Buffer sent, Buffer read, String failure) {

    Exchange failed(IOException cause) {
      return new Exchange(started, request, sent, read, cause.getClass().getSimpleName());
    }
  }

  /** A channel writes one line after the other; the call itself goes on if it cannot. */
  private void append(Exchange exchange, @Nullable Response response) {
    try {
      if (file.size() < LARGEST_FILE) {
        var line = entry(exchange, response).toString();
        var text = line.replace(exchange.request().url().host(), HOST);
        var bytes = (HOSTS.matcher(text).replaceAll(HOST) + "\n").getBytes(StandardCharsets.UTF_8);
        file.write(ByteBuffer.wrap(bytes));
      }
    } catch (IOException e) {
      LOG.warn("An exchange is not recorded: {}", e.toString());
    }
  }

  private static ObjectNode entry(Exchange exchange, @Nullable Response response) {
    var request = exchange.request();
    var isToken = request.url().pathSegments().contains("oauth2");
    var entry = JsonNodeFactory.instance.objectNode();
    entry.put("startedDateTime", exchange.started().toString());
    entry.put("time", Duration.between(exchange.started(), Instant.now()).toMillis());
    var out = entry.putObject("request").put("method", request.method());
    out.put("url", request.url().newBuilder().scheme("https").host(HOST).port(443).toString());
    headers(out.putArray("headers"), request.headers(), REQUEST_HEADERS);
    if (exchange.sent().size() > 0) {
      var body = exchange.sent().readUtf8();
      var text = isToken ? Redaction.ofTokenRequest(body) : Redaction.json(body);
      var type = request.body() == null ? null : request.body().contentType();
      out.putObject("postData").put("mimeType", String.valueOf(type)).put("text", text);
    }
    var in = entry.putObject("response").put("status", response == null ? 0 : response.code());
    if (response == null) {
      in.put("comment", exchange.failure());
    } else {
      headers(in.putArray("headers"), response.headers(), RESPONSE_HEADERS);
      var body = text(exchange.read(), response.header("Content-Encoding"));
      in.putObject("content")
          .put("mimeType", response.header("Content-Type", ""))
          .put("text", isToken ? Redaction.ofTokenReply(body) : Redaction.json(body));
    }
    return entry;
  }

  /** The operator asks for compressed replies, and reads them itself. */
  private static String text(Buffer read, @Nullable String encoding) {
    if (!"gzip".equalsIgnoreCase(encoding)) {
      return read.readUtf8();
    }
    try (var plain = Okio.buffer(new GzipSource(read))) {
      plain.request(MOST_BYTES);
      return plain.getBuffer().readUtf8();
    } catch (IOException e) {
      return "cut or no gzip: " + e.getClass().getSimpleName();
    }
  }

  private static void headers(ArrayNode kept, Headers all, Set<String> names) {
    for (var header : all) {
      var name = header.getFirst().toLowerCase(Locale.ROOT);
      if (names.contains(name)) {
        kept.addObject().put("name", name).put("value", header.getSecond());
      } else if (name.equals("authorization")) {
        var scheme = header.getSecond().split(" ", 2)[0];
        kept.addObject().put("name", name).put("value", scheme + " " + Redaction.CUT);
      }
    }
  }
}
