package dev.identitydomains.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP proxy between one operator and the API server; {@link #cut} affects only this operator. */
final class ApiLine implements AutoCloseable {

  private final int target;
  private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong received = new AtomicLong();
  private volatile boolean isCut;

  private ApiLine(int target) throws IOException {
    this.target = target;
    Thread.ofVirtual().start(this::accept);
  }

  static ApiLine to(int port) throws IOException {
    return new ApiLine(port);
  }

  String url() {
    return "https://127.0.0.1:" + port();
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** The number of connection attempts so far, with failed ones. */
  int calls() {
    return calls.get();
  }

  /** The number of bytes from the API server so far. */
  long received() {
    return received.get();
  }

  void cut() {
    isCut = true;
    hangUp();
  }

  void mend() {
    isCut = false;
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        var caller = entrance.accept();
        calls.incrementAndGet();
        connect(caller);
      } catch (IOException e) {
        // accept the next connection
      }
    }
  }

  private void connect(Socket caller) throws IOException {
    open.add(caller);
    if (isCut) {
      hangUp();
      return;
    }
    try {
      var callee = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(callee);
      Thread.ofVirtual().start(() -> carry(caller, callee, new AtomicLong()));
      Thread.ofVirtual().start(() -> carry(callee, caller, received));
    } catch (IOException e) {
      caller.close();
    }
  }

  private void carry(Socket from, Socket to, AtomicLong count) {
    var buffer = new byte[16 * 1024];
    try (from;
        to) {
      for (var n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        to.getOutputStream().write(buffer, 0, n);
        count.addAndGet(n);
      }
    } catch (IOException e) {
      // one side has closed its connection
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void hangUp() {
    for (var socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    open.clear();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    hangUp();
  }
}
