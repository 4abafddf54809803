package dev.identitydomains.operator.recording;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** Bodies that are copied while they are sent or read, and no more often than without. */
final class CopiedBodies {

  private CopiedBodies() {}

  /**
   * A body of a request.
   *
   * @param copy gets what is sent
   */
  static RequestBody sent(RequestBody body, Buffer copy) {
    return new RequestBody() {
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
    };
  }

  /**
   * A body of a reply, whose reader decides how much of it arrives.
   *
   * @param copy gets what is read, up to a size
   * @param most the size, in bytes
   * @param closed runs once, when the reader has done
   */
  static ResponseBody read(ResponseBody body, Buffer copy, long most, Runnable closed) {
    var source =
        Okio.buffer(
            new ForwardingSource(body.source()) {
              private boolean isClosed;

              @Override
              public long read(Buffer sink, long byteCount) throws IOException {
                var count = super.read(sink, byteCount);
                if (count > 0 && copy.size() < most) {
                  sink.copyTo(copy, sink.size() - count, count);
                }
                return count;
              }

              @Override
              public void close() throws IOException {
                super.close();
                if (!isClosed) {
                  isClosed = true;
                  closed.run();
                }
              }
            });
    return new ResponseBody() {
      @Override
      public @Nullable MediaType contentType() {
        return body.contentType();
      }

      @Override
      public long contentLength() {
        return body.contentLength();
      }

      @Override
      public BufferedSource source() {
        return source;
      }
    };
  }
}
