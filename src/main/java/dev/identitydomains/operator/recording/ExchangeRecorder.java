package dev.identitydomains.operator.recording;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends each exchange with a domain to a file, one line each: an entry of an HTTP archive (HAR
 * 1.2). Tokens, secrets, certificates and the host's name are cut; names and descriptions of Apps
 * are not.
 */
public final class ExchangeRecorder implements Interceptor {

  /** The host in each recorded URL. */
  public static final String HOST = "domain.example.com";

  /** More of a reply is left out. */
  private static final long MOST_BYTES = 4 << 20;

  private static final Set<String> REQUEST_HEADERS =
      Set.of("accept", "content-type", "if-match", "opc-retry-token");

  private static final Set<String> RESPONSE_HEADERS =
      Set.of("content-type", "etag", "location", "opc-request-id", "retry-after", "date");

  private static final Logger LOG = LoggerFactory.getLogger(ExchangeRecorder.class);

  private final Path file;

  private ExchangeRecorder(Path file) {
    this.file = file;
  }

  /**
   * Creates the file, which the process's user alone may read, and records into it.
   *
   * @throws IllegalArgumentException when the file exists or cannot be created
   */
  public static ExchangeRecorder into(Path file) {
    try {
      var own = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(own));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The recording needs a new file, and %s cannot be created.".formatted(file), e);
    }
    return new ExchangeRecorder(file);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    var started = Instant.now();
    var sent = new Buffer();
    var request = chain.request();
    var body = request.body();
    var observed =
        body == null
            ? request
            : request.newBuilder().method(request.method(), new Copied(body, sent)).build();
    try {
      var response = chain.proceed(observed);
      append(new Exchange(started, request, sent, response, ""));
      return response;
    } catch (IOException e) {
      append(new Exchange(started, request, sent, null, e.getClass().getSimpleName()));
      throw e;
    }
  }

  /**
   * A request and what came of it.
   *
   * @param sent the body as far as it was sent
   * @param response null for none
   * @param failure the kind of the failure; empty for none
   */
  private record Exchange(
      Instant started, Request request, Buffer sent, @Nullable Response response, String failure) {}

  /** One write to a file that is open for appending: lines of several calls do not mix. */
  private void append(Exchange exchange) {
    try {
      var text = entry(exchange).toString().replace(exchange.request().url().host(), HOST) + "\n";
      Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("An exchange is not recorded: {}", e.toString()); // the call itself goes on
    }
  }

  private static ObjectNode entry(Exchange exchange) throws IOException {
    var request = exchange.request();
    var response = exchange.response();
    var isToken = request.url().pathSegments().contains("oauth2");
    var entry = JsonNodeFactory.instance.objectNode();
    entry.put("startedDateTime", exchange.started().toString());
    entry.put("time", Duration.between(exchange.started(), Instant.now()).toMillis());
    var out = entry.putObject("request").put("method", request.method());
    out.put("url", request.url().newBuilder().scheme("https").host(HOST).port(443).toString());
    headers(out.putArray("headers"), request.headers(), REQUEST_HEADERS);
    if (exchange.sent().size() > 0) {
      var body = exchange.sent().readUtf8();
      out.putObject("postData").put("mimeType", type(request)).put("text", text(body, isToken));
    }
    var in = entry.putObject("response").put("status", response == null ? 0 : response.code());
    if (response == null) {
      in.put("comment", exchange.failure());
      return entry;
    }
    headers(in.putArray("headers"), response.headers(), RESPONSE_HEADERS);
    var received = response.peekBody(MOST_BYTES);
    in.putObject("content")
        .put("mimeType", String.valueOf(received.contentType()))
        .put("text", text(received.string(), isToken));
    return entry;
  }

  private static String type(Request request) {
    return request.body() == null ? "" : String.valueOf(request.body().contentType());
  }

  private static String text(String body, boolean isToken) {
    return isToken ? Redaction.ofTokens(body) : Redaction.json(body);
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

  /** A body whose bytes are copied while they are sent, and sent no more often than without. */
  private static final class Copied extends RequestBody {

    private final RequestBody body;
    private final Buffer copy;

    Copied(RequestBody body, Buffer copy) {
      this.body = body;
      this.copy = copy;
    }

    @Override
    public @Nullable MediaType contentType() {
      return body.contentType();
    }

    @Override
    public long contentLength() throws IOException {
      return body.contentLength();
    }

    @Override
    public boolean isOneShot() {
      return body.isOneShot();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      copy.clear();
      body.writeTo(copy);
      sink.write(copy.copy(), copy.size());
    }
  }
}
