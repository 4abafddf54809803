package dev.identitydomains.operator.kube.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Hands a watch over plain HTTP to Fabric8 in ASCII. Fabric8's {@code WatchHTTPManager} (up to
 * 7.8.0 at least) decodes each buffer for itself, which loses a character that two buffers share,
 * and takes the whole array of the decoded buffer, which has a NUL for each byte that a character
 * has beyond its first. An API server behind a proxy without WebSocket is watched over plain HTTP.
 */
public final class AsciiWatches implements Interceptor {

  private static final Pattern WATCH = Pattern.compile("(^|&)watch=(true|1)(&|$)");

  /** The name of the interceptor. */
  public static final String NAME = "ASCII-WATCHES";

  public AsciiWatches() {}

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    var query = Objects.requireNonNullElse(request.uri().getRawQuery(), "");
    if (!WATCH.matcher(query).find()) {
      return consumer;
    }
    var json = new AsciiJson();
    return (chunks, body) -> consumer.consume(chunks.stream().map(json::rewrite).toList(), body);
  }
}
