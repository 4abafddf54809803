package dev.identitydomains.operator.http;

import dev.identitydomains.operator.http.BoundedSockets.Arrivals;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import okhttp3.Response;
import okio.Buffer;
import okio.ByteString;
import okio.ForwardingSource;
import okio.GzipSource;
import okio.Okio;
import okio.Source;

/**
 * The content of a reply as it arrives, decompressed, within bounds of size and compression ratio.
 * May be read once.
 */
public final class ReplyContent {

  /** The content of a page of 1000 resources, or of a Bulk call: some 8 KB for each. */
  public static final int LIST_BYTES = 8 << 20;

  /** The content of any other reply. */
  public static final int REPLY_BYTES = 2 << 20;

  /** What is read of an error. */
  static final int ERROR_BYTES = 64 << 10;

  /** JSON of equal resources has some 50; a flood of one character, 1000. */
  private static final int LARGEST_RATIO = 100;

  private static final int SMALL = 1 << 20;

  /** What deflate and the header of gzip add to content that cannot be compressed. */
  private static final int MOST_ADDED = 64 << 10;

  /**
   * Counts the bytes that arrive, compressed or not: those of a gzip header without end, or of
   * empty blocks, make no content.
   */
  private static final class Counter extends ForwardingSource {

    private final Arrivals arrivals;
    private long bytes;
    private long most = LIST_BYTES;

    Counter(Source source, Arrivals arrivals) {
      super(source);
      this.arrivals = arrivals;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      var read = super.read(sink, byteCount);
      if (read > 0) {
        arrivals.reachContent();
        bytes += read;
      }
      if (bytes > most + MOST_ADDED) {
        throw larger(most);
      }
      return read;
    }
  }

  /** Passes on what the bounds permit. */
  private static final class Bounded extends ForwardingSource {

    private final long most;
    private final Counter received;
    private long bytes;

    Bounded(Source source, Counter received, long most) {
      super(source);
      this.received = received;
      this.most = most;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      var read = super.read(sink, byteCount);
      bytes += Math.max(0, read);
      if (bytes > most) {
        throw larger(most);
      }
      if (bytes > SMALL && bytes / LARGEST_RATIO > received.bytes) {
        throw new BoundsException("expands to more than %d times".formatted(LARGEST_RATIO));
      }
      return read;
    }
  }

  private final Counter received;
  private final Source content;

  private ReplyContent(Counter received, Source content) {
    this.received = received;
    this.content = content;
  }

  /** The content of a response to a request with {@code Accept-Encoding: gzip}. */
  static ReplyContent of(Response response, Arrivals arrivals) throws IOException {
    var received = new Counter(response.body().source(), arrivals);
    var encoding = Objects.requireNonNullElse(response.header("Content-Encoding"), "");
    if (!encoding.equalsIgnoreCase("gzip")) {
      return new ReplyContent(received, received);
    }
    var compressed = Okio.buffer(received);
    return compressed.exhausted()
        ? new ReplyContent(received, compressed)
        : new ReplyContent(received, new GzipSource(compressed));
  }

  /**
   * The content as a stream.
   *
   * @param most the number of bytes after which the stream fails
   */
  public InputStream stream(long most) {
    return Okio.buffer(bounded(most)).inputStream();
  }

  /** The whole content; fails when it has more bytes. */
  ByteString bytes(long most) throws IOException {
    try (var source = Okio.buffer(bounded(most))) {
      return source.readByteString();
    }
  }

  /** The begin of the content. */
  ByteString begin(long most) throws IOException {
    received.most = most;
    try (var source = Okio.buffer(content)) {
      source.request(most);
      return source.readByteString(Math.min(most, source.getBuffer().size()));
    }
  }

  private Source bounded(long most) {
    received.most = most;
    return new Bounded(content, received, most);
  }

  private static BoundsException larger(long most) {
    return new BoundsException("is larger than %d bytes".formatted(most));
  }
}
