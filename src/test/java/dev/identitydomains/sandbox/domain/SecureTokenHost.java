package dev.identitydomains.sandbox.domain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * The host for client certificates, which a domain has beside its own ({@code
 * secure_token_endpoint}). It takes any certificate in the handshake, and lists its own authority
 * as the issuer that it wants.
 */
final class SecureTokenHost implements AutoCloseable {

  private final HeldCertificate authority =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("emulator").build();
  private final HttpsServer server;

  SecureTokenHost(Executor executor, HttpHandler handler) throws IOException {
    var own =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("127.0.0.1")
            .build();
    var handshake = new HandshakeCertificates.Builder().heldCertificate(own).build();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setHttpsConfigurator(configurator(handshake));
    server.setExecutor(executor);
    server.createContext("/", handler);
    server.start();
  }

  private HttpsConfigurator configurator(HandshakeCertificates handshake) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {handshake.keyManager()}, new TrustManager[] {new AnyClient()}, null);
      return new HttpsConfigurator(context) {
        @Override
        public void configure(HttpsParameters parameters) {
          var wanted = context.getDefaultSSLParameters();
          wanted.setNeedClientAuth(true);
          parameters.setSSLParameters(wanted);
        }
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Base URL. */
  URI url() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The certificate that signed the server's, in PEM. */
  String authority() {
    return authority.certificatePem();
  }

  /** The certificates that a client presented; empty for none, or without TLS. */
  static List<X509Certificate> presented(HttpExchange exchange) {
    try {
      var chain =
          exchange instanceof HttpsExchange secure
              ? secure.getSSLSession().getPeerCertificates()
              : new Certificate[0];
      return Stream.of(chain).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException _) {
      return List.of();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private final class AnyClient implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[] {authority.certificate()};
    }
  }
}
