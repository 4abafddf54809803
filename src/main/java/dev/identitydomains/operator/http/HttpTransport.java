package dev.identitydomains.operator.http;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Sends requests and reads complete replies, within limits of time and size. Thread-safe. */
public final class HttpTransport {

  /** A page of 1000 Apps has a few MB; a larger reply than this is an error. */
  public static final int MAX_BODY_BYTES = 32 << 20;

  private final Call.Factory client;

  /**
   * @param client makes calls with the timeouts of {@link #bounded}
   */
  public HttpTransport(Call.Factory client) {
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
        throw new IOException("the reply is larger than %d bytes".formatted(MAX_BODY_BYTES));
      }
      return new HttpReply(response.code(), response.headers(), source.readByteString());
    } catch (IOException e) {
      throw new CallException(new CallFailure.Unreachable(describe(request, e)), e);
    }
  }

  private static String describe(Request request, IOException e) {
    var what = e instanceof SSLException ? "TLS to %s is not trusted" : "%s cannot be reached";
    var url = request.url();
    var origin = url.scheme() + "://" + url.host() + ":" + url.port();
    return what.formatted(origin)
        + ": "
        // the JDK's message differs while its DNS cache holds the failure
        + (e instanceof UnknownHostException ? "no such host is known" : oneLine(e));
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
