package dev.identitydomains.operator.controller;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A proxy for CONNECT (RFC 9110 section 9.3.6) with a password, behind which one host has TLS in
 * front of a local port: nobody else reaches it under its name.
 */
final class ConnectProxy implements AutoCloseable {

  private final HeldCertificate authority =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("proxied").build();
  private final HandshakeCertificates certificates;
  private final ServerSocket server;
  private final String authorization;
  private final int target;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream toDomain = new ByteArrayOutputStream();

  /**
   * @param host the name of the host
   * @param target its local port
   * @param authorization the value of Proxy-Authorization
   */
  ConnectProxy(String host, int target, String authorization) throws IOException {
    var own =
        new HeldCertificate.Builder().signedBy(authority).addSubjectAlternativeName(host).build();
    certificates = new HandshakeCertificates.Builder().heldCertificate(own).build();
    this.target = target;
    this.authorization = authorization;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** The certificate that signed the host's, in PEM. */
  String authority() {
    return authority.certificatePem();
  }

  /** The first lines of all requests. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** All that went to the domain. */
  String toDomain() {
    return toDomain.toString(StandardCharsets.ISO_8859_1);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        Thread.startVirtualThread(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var head = head(socket.getInputStream());
      lines.add(head.lines().findFirst().orElse(""));
      if (!head.contains("Proxy-Authorization: " + authorization + "\r\n")) {
        answer(socket, "407 Proxy Authentication Required");
        return;
      }
      answer(socket, "200 OK");
      var factory = certificates.sslContext().getSocketFactory();
      var secured = (SSLSocket) factory.createSocket(socket, null, socket.getPort(), true);
      secured.setUseClientMode(false);
      try (secured;
          var domain = new Socket(InetAddress.getLoopbackAddress(), target)) {
        var back = Thread.startVirtualThread(() -> pump(inputOf(domain), outputOf(secured)));
        pump(new Copied(secured.getInputStream(), toDomain), domain.getOutputStream());
        domain.shutdownOutput();
        back.interrupt();
      }
    } catch (IOException _) {
      // the client has gone
    }
  }

  private static void answer(Socket socket, String status) throws IOException {
    socket
        .getOutputStream()
        .write("HTTP/1.1 %s\r\n\r\n".formatted(status).getBytes(StandardCharsets.US_ASCII));
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      var read = in.read();
      if (read < 0) {
        throw new IOException("no request");
      }
      head.append((char) read);
    }
    return head.toString();
  }

  private static void pump(InputStream in, OutputStream out) {
    try (out) {
      in.transferTo(out);
    } catch (IOException _) {
      // one side has gone
    }
  }

  private static final class Copied extends FilterInputStream {

    private final OutputStream copy;

    Copied(InputStream in, OutputStream copy) {
      super(in);
      this.copy = copy;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      var read = super.read(bytes, offset, length);
      if (read > 0) {
        copy.write(bytes, offset, read);
      }
      return read;
    }
  }

  private static InputStream inputOf(Socket socket) {
    try {
      return socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OutputStream outputOf(Socket socket) {
    try {
      return socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
