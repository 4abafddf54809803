package dev.identitydomains.operator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.identitydomains.operator.http.BoundedSockets.Arrivals;
import java.io.CharConversionException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okio.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends requests and reads replies, within limits of time and size. Thread-safe. */
public final class HttpTransport {

  private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);

  /**
   * An alert of the other side about a certificate (RFC 8446 section 6.2), in the words of the Java
   * runtime.
   */
  private static final Pattern ALERT =
      Pattern.compile(
          "Received fatal alert: (bad_certificate|unsupported_certificate|certificate_[a-z]+|unknown_ca|access_denied|decrypt_error|handshake_failure)");

  /** The content of a reply that is kept whole: a token, a configuration. */
  static final int SHORT_BYTES = 256 << 10;

  /**
   * Reads the content of a reply.
   *
   * @param <T> what it makes of it
   */
  @FunctionalInterface
  public interface Reader<T> {

    /**
     * Reads what it needs of the content.
     *
     * @param head status and headers; no body
     * @throws com.fasterxml.jackson.core.JsonProcessingException when the content is malformed
     */
    T read(HttpReply head, ReplyContent content) throws IOException;
  }

  private final Call.Factory client;
  private final ReplyMemory.Share memory;

  /**
   * @param client makes calls with the timeouts of {@link #bounded}
   * @param memory for the replies of one domain
   */
  public HttpTransport(Call.Factory client, ReplyMemory.Share memory) {
    this.client = client;
    this.memory = memory;
  }

  /**
   * A transport with memory of its own.
   *
   * @param client with the timeouts of {@link #bounded}
   */
  public HttpTransport(OkHttpClient client) {
    this(client, ReplyMemory.ofHeap().share());
  }

  /** Begins to count the memory of a reading, which its reader keeps. */
  public ReplyMemory.Hold hold() {
    return memory.hold();
  }

  /**
   * Sets timeouts for connecting, for each read and write, and for the whole call, and bounds what
   * arrives beside the content of replies; HTTP/2 would compress headers and send those of several
   * calls over one socket. Redirects are not followed: a bearer token goes to the configured host
   * only. Idle connections close before servers and load balancers usually close them; OkHttp
   * repeats a request on a dead connection, unless its body is one-shot.
   */
  public static OkHttpClient.Builder bounded(OkHttpClient.Builder builder) {
    return builder
        .connectTimeout(Duration.ofSeconds(10))
        .readTimeout(Duration.ofSeconds(20))
        .writeTimeout(Duration.ofSeconds(20))
        .callTimeout(Duration.ofSeconds(60))
        .followRedirects(false)
        .protocols(List.of(Protocol.HTTP_1_1))
        .socketFactory(new BoundedSockets())
        .connectionPool(new ConnectionPool(5, 15, TimeUnit.SECONDS));
  }

  /**
   * Sends the request, and reads a short reply or the begin of an error.
   *
   * @throws CallException {@link CallFailure.Unreachable} when no complete reply arrives, {@link
   *     CallFailure.Excessive} when it exceeds a bound
   */
  public HttpReply send(Request request) {
    return send(request, (head, content) -> whole(head, content, SHORT_BYTES));
  }

  /** Reads a short reply, or the begin of an error. */
  public static HttpReply whole(HttpReply head, ReplyContent content, int most) throws IOException {
    var body = head.successful() ? content.bytes(most) : content.begin(ReplyContent.ERROR_BYTES);
    return new HttpReply(head.status(), head.headers(), body);
  }

  /**
   * Sends the request, and reads the reply while it arrives.
   *
   * @throws CallException {@link CallFailure.Unreachable} when the reply does not arrive, {@link
   *     CallFailure.Malformed} when it is not JSON, {@link CallFailure.Excessive} when it exceeds a
   *     bound
   */
  public <T> T send(Request request, Reader<T> reader) {
    var arrivals = new Arrivals();
    return ScopedValue.where(Arrivals.OF_CALL, arrivals)
        .call(() -> send(request, reader, arrivals));
  }

  private <T> T send(Request request, Reader<T> reader, Arrivals arrivals) {
    var compressed = request.newBuilder().header("Accept-Encoding", "gzip").build();
    try (var response = client.newCall(compressed).execute()) {
      var head = new HttpReply(response.code(), response.headers(), ByteString.EMPTY);
      return reader.read(head, ReplyContent.of(response, arrivals));
    } catch (StreamConstraintsException e) {
      throw excessive(request, "has a name, text or number that is too long, or too many levels");
    } catch (BoundsException e) {
      throw excessive(request, String.valueOf(e.getMessage()));
    } catch (JsonProcessingException | CharConversionException e) {
      // without the cause, which has an excerpt of the body
      throw new CallException(new CallFailure.Malformed(reply(request) + " is not JSON"), null);
    } catch (IOException e) {
      if (arrivals.isExcessive()) { // TLS wraps the exception of the socket
        throw excessive(request, arrivals.excess());
      }
      LOG.info("{} {}: {}", request.method(), origin(request), oneLine(e));
      var alert = ALERT.matcher(oneLine(e));
      if (e instanceof SSLException && alert.find()) {
        var what = "%s ended TLS with the alert %s".formatted(origin(request), alert.group(1));
        throw new CallException(new CallFailure.HandshakeRefused(what), e);
      }
      throw new CallException(new CallFailure.Unreachable(describe(request, e)), e);
    }
  }

  private static CallException excessive(Request request, String what) {
    return new CallException(new CallFailure.Excessive(reply(request) + " " + what), null);
  }

  private static String reply(Request request) {
    return "the reply to %s %s"
        .formatted(request.method(), request.url().encodedPath().replaceFirst("^.*/admin/v1/", ""));
  }

  /** Without the cause: statuses with it would tell whoever chooses URLs what a network has. */
  private static String describe(Request request, IOException e) {
    var untrusted = e instanceof SSLHandshakeException || e instanceof SSLPeerUnverifiedException;
    var what = untrusted ? "TLS to %s is not trusted" : "%s cannot be reached";
    return what.formatted(origin(request)) + " (the operator's log has the cause)";
  }

  private static String origin(Request request) {
    var url = request.url();
    return url.scheme() + "://" + url.host() + ":" + url.port();
  }

  private static String oneLine(Throwable e) {
    var message = e.getMessage();
    if (message == null || message.isBlank()) {
      return e.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
    var line = message.lines().findFirst().orElseThrow();
    return line.length() <= 300 ? line : line.substring(0, 300) + "…";
  }
}
