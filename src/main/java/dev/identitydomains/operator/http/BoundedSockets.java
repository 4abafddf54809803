package dev.identitydomains.operator.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets that bound what arrives for a call beside the content of its reply: HTTP has parts
 * without bound, some of which OkHttp keeps until their end, like the extensions of a chunk; and
 * whatever TLS adds.
 */
final class BoundedSockets extends SocketFactory {

  /** Headers have 256 KB at most, a TLS handshake some 10 KB. */
  static final int MOST_WITHOUT_CONTENT = 1 << 20;

  /** Counts what arrives for one call, which a single thread makes and reads. Not thread-safe. */
  static final class Arrivals {

    static final ScopedValue<Arrivals> OF_CALL = ScopedValue.newInstance();

    private long bytes;

    private void add(int read) throws BoundsException {
      bytes += Math.max(0, read);
      if (isExcessive()) {
        throw new BoundsException(excess());
      }
    }

    /** Some of what arrived was content. */
    void reachContent() {
      bytes = 0;
    }

    boolean isExcessive() {
      return bytes > MOST_WITHOUT_CONTENT;
    }

    String excess() {
      return "has more than %d bytes beside its content".formatted(MOST_WITHOUT_CONTENT);
    }
  }

  private static final class CountedInput extends FilterInputStream {

    CountedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      var read = super.read(bytes, offset, length);
      count(read);
      return read;
    }

    private static void count(int read) throws BoundsException {
      if (Arrivals.OF_CALL.isBound()) {
        Arrivals.OF_CALL.get().add(read);
      }
    }
  }

  private static final class CountedSocket extends Socket {

    @Override
    public InputStream getInputStream() throws IOException {
      return new CountedInput(super.getInputStream());
    }
  }

  @Override
  public Socket createSocket() {
    return new CountedSocket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw connected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw connected();
  }

  private static UnsupportedOperationException connected() {
    return new UnsupportedOperationException("OkHttp connects its sockets itself");
  }
}
