package dev.identitydomains.operator.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.engine.inventory.AttributeSchema;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.http.Waiting;
import dev.identitydomains.operator.token.ClientAuthentication;
import dev.identitydomains.operator.translate.DesiredApplications;
import dev.identitydomains.operator.translate.DesiredRoles;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import mockwebserver3.MockWebServer;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** S17: connections resolve names through the filter of the setting. */
class DomainDnsTest {

  private static final HeldCertificate OWN =
      new HeldCertificate.Builder().addSubjectAlternativeName("d.example.com").build();

  @AutoClose private final MockWebServer server = new MockWebServer();

  /** A name of the setting whose owner lets it resolve to this machine. */
  private static final Dns REBINDING = _ -> List.of(InetAddress.ofLiteral("127.0.0.1"));

  @Test
  void nameWithPrivateAddressGetsNoCall() throws IOException {
    assertThat(message("*.example.com")).doesNotContain("127.0.0.1", "no address");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void settingPermitsPrivateAddresses() throws IOException {
    message("*.example.com", "127.0.0.0/8");
    assertThat(server.getRequestCount()).isPositive();
  }

  private String message(String... setting) throws IOException {
    var tls = new HandshakeCertificates.Builder().heldCertificate(OWN).build();
    server.useHttps(tls.sslSocketFactory());
    server.enqueue(new mockwebserver3.MockResponse.Builder().code(401).body("{}").build());
    server.start();
    var hosts = DomainHosts.parse(Set.of(setting));
    var url = "https://d.example.com:" + server.getPort();
    var connections =
        new DomainConnections(
            new OkHttpClient.Builder().dns(REBINDING).build(),
            hosts,
            new AttributeSchema(DesiredApplications.shapes(), DesiredRoles.shapes()),
            Waiting.WITHOUT_PERMIT,
            Clock.systemUTC());
    var admitted = (DomainHosts.Admitted) connections.admit(url);
    var settings =
        new ConnectionSettings(
            admitted.url(),
            "Premium",
            new ClientAuthentication.ClientSecret("id", new Sensitive("secret")),
            List.of("x"),
            true,
            new ConnectionSettings.Authorities(OWN.certificatePem(), true));
    var connection = connections.open("shop/main", settings);
    try {
      connection.observe(Duration.ZERO);
      return "";
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
