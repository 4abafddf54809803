package dev.identitydomains.operator.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends requests and reads complete replies, within limits of time and size. Thread-safe. */
public final class HttpTransport {

  /** A page of 1000 Apps has a few MB; a larger reply than this is an error. */
  public static final int MAX_BODY_BYTES = 32 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);

  private final OkHttpClient client;

  /**
   * @param client with the timeouts of {@link #bounded}
   */
  public HttpTransport(OkHttpClient client) {
    this.client = client;
  }

  /**
   * Sets timeouts for connecting, for each read and write, and for the whole call. Redirects are
   * not followed: a bearer token goes to the configured host only. Idle connections close before
   * servers and load balancers usually close them; OkHttp repeats a request on a dead connection,
   * unless its body is one-shot.
   */
  public static OkHttpClient.Builder bounded(OkHttpClient.Builder builder) {
    return builder
        .connectTimeout(Duration.ofSeconds(10))
        .readTimeout(Duration.ofSeconds(20))
        .writeTimeout(Duration.ofSeconds(20))
        .callTimeout(Duration.ofSeconds(60))
        .followRedirects(false)
        .connectionPool(new ConnectionPool(5, 15, TimeUnit.SECONDS));
  }

  /**
   * Sends the request.
   *
   * @throws CallException {@link CallFailure.Unreachable} when no complete reply arrives
   */
  public HttpReply send(Request request) {
    try (var response = client.newCall(request).execute()) {
      var source = response.body().source();
      if (source.request(MAX_BODY_BYTES + 1L)) {
        throw new CallException(
            new CallFailure.Unreachable(
                "a reply of %s is larger than %d bytes".formatted(origin(request), MAX_BODY_BYTES)),
            null);
      }
      return new HttpReply(response.code(), response.headers(), source.readByteString());
    } catch (IOException e) {
      LOG.info("{} {}: {}", request.method(), origin(request), oneLine(e));
      throw new CallException(new CallFailure.Unreachable(describe(request, e)), e);
    }
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
