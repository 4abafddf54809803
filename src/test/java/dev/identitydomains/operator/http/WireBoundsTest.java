package dev.identitydomains.operator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.net.ServerSocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.Buffer;
import okio.ByteString;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S4: what a hostile domain sends beside the content of a reply has a bound too. */
class WireBoundsTest {

  @FunctionalInterface
  private interface Reply {

    void write(OutputStream out) throws IOException;
  }

  private static final int FLOOD = 64 << 20;
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String ZIPPED = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";

  private final HeldCertificate held =
      new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
  private final HandshakeCertificates certificates =
      new HandshakeCertificates.Builder()
          .heldCertificate(held)
          .addTrustedCertificate(held.certificate())
          .build();
  private final HttpTransport transport =
      new HttpTransport(
          HttpTransport.bounded(
                  new OkHttpClient.Builder()
                      .sslSocketFactory(
                          certificates.sslSocketFactory(), certificates.trustManager()))
              .dns(_ -> List.of(InetAddress.getLoopbackAddress()))
              .build());

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void chunkExtensionHasBound(boolean tls) throws IOException {
    assertThat(
            excess(
                tls,
                out -> {
                  text(out, CHUNKED + "2;");
                  flood(out);
                }))
        .contains("more than 1048576 bytes beside its content");
  }

  /** What was content before gives no credit. */
  @Test
  void chunkExtensionAfterContentHasBound() throws IOException {
    assertThat(
            excess(
                false,
                out -> {
                  text(out, CHUNKED + "2\r\n{}\r\n1;");
                  flood(out);
                }))
        .contains("more than 1048576 bytes beside its content");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 409})
  void nameInGzipHeaderHasBound(int status) throws IOException {
    assertThat(
            excess(
                false,
                out -> {
                  text(out, ZIPPED.replace("200 OK", status + " X"));
                  out.write(new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 3});
                  flood(out);
                }))
        .contains("is larger than");
  }

  @Test
  void emptyBlocksOfGzipHaveBound() throws IOException {
    assertThat(
            excess(
                false,
                out -> {
                  text(out, ZIPPED);
                  out.write(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3});
                  var blocks = new byte[5 << 20]; // stored blocks without content
                  for (var i = 0; i < blocks.length; i += 5) {
                    blocks[i + 3] = (byte) 0xff;
                    blocks[i + 4] = (byte) 0xff;
                  }
                  out.write(blocks);
                }))
        .contains("is larger than");
  }

  @Test
  void gzipWithNameIsRead() throws IOException {
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write("{}".getBytes(StandardCharsets.UTF_8));
    }
    var deflated = zipped.toByteArray();
    try (var server =
        serve(
            false,
            out -> {
              text(out, ZIPPED);
              out.write(new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 3});
              text(out, "reply.json\0");
              out.write(deflated, 10, deflated.length - 10);
            })) {
      assertThat(send(false, server.getLocalPort()).body().utf8()).isEqualTo("{}");
    }
  }

  /** Content that cannot be compressed, in small chunks, many times over one connection. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void longRepliesAreRead(boolean tls) throws IOException {
    var content = new byte[HttpTransport.SHORT_BYTES];
    new Random(1).nextBytes(content);
    try (var server = new MockWebServer()) {
      if (tls) {
        server.useHttps(certificates.sslSocketFactory());
      }
      for (var i = 0; i < 20; i++) {
        server.enqueue(chunked(gzip(content)));
      }
      server.start();
      for (var i = 0; i < 20; i++) {
        assertThat(send(tls, server.getPort()).body()).isEqualTo(ByteString.of(content));
      }
      assertThat(server.takeRequest().getConnectionIndex())
          .isEqualTo(server.takeRequest().getConnectionIndex());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** HTTP/2 has bounds of its own, which OkHttp does not set for fields without name and value. */
  @Test
  void domainIsCalledByHttp11() throws IOException, InterruptedException {
    try (var server = new MockWebServer()) {
      server.useHttps(certificates.sslSocketFactory());
      server.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
      server.enqueue(new MockResponse.Builder().body("{}").build());
      server.start();
      assertThat(send(true, server.getPort()).successful()).isTrue();
      assertThat(server.takeRequest().getRequestLine()).endsWith("HTTP/1.1");
    }
  }

  private static MockResponse chunked(Buffer content) {
    return new MockResponse.Builder()
        .addHeader("Content-Encoding", "gzip")
        .chunkedBody(content, 100)
        .build();
  }

  private static Buffer gzip(byte[] content) throws IOException {
    var zipped = new Buffer();
    try (var sink = Okio.buffer(new GzipSink(zipped))) {
      sink.write(content);
    }
    return zipped;
  }

  private String excess(boolean tls, Reply reply) throws IOException {
    try (var server = serve(tls, reply)) {
      var failure =
          catchThrowableOfType(CallException.class, () -> send(tls, server.getLocalPort()))
              .failure();
      assertThat(failure).isInstanceOf(CallFailure.Excessive.class);
      return failure.summary();
    }
  }

  private HttpReply send(boolean tls, int port) {
    var url = "%s://localhost:%d/x".formatted(tls ? "https" : "http", port);
    return transport.send(new Request.Builder().url(url).build());
  }

  /** Answers each connection, until the client has enough. */
  private ServerSocket serve(boolean tls, Reply reply) throws IOException {
    var factory =
        tls ? certificates.sslContext().getServerSocketFactory() : ServerSocketFactory.getDefault();
    var server = factory.createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try (var socket = server.accept()) {
              assertThat(socket.getInputStream().read(new byte[8192])).isPositive();
              reply.write(socket.getOutputStream());
            } catch (IOException _) {
              // the client closed the connection, or the test the server
            }
          }
        });
    return server;
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void flood(OutputStream out) throws IOException {
    var block = new byte[1 << 16];
    Arrays.fill(block, (byte) 'a');
    for (var i = 0; i < FLOOD / block.length; i++) {
      out.write(block);
    }
  }
}
