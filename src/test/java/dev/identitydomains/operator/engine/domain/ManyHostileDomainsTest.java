package dev.identitydomains.operator.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.e2e.HostileDomains;
import dev.identitydomains.operator.engine.inventory.AttributeSchema;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.http.Waiting;
import dev.identitydomains.operator.token.ClientAuthentication;
import dev.identitydomains.operator.translate.DesiredApplications;
import dev.identitydomains.operator.translate.DesiredRoles;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** S4: twenty hostile domains at once, and one that is none. */
class ManyHostileDomainsTest {

  private static final int DOMAINS = 20;

  private final DomainConnections connections =
      new DomainConnections(
          new OkHttpClient(),
          DomainHosts.parse(Set.of("loopback")),
          new AttributeSchema(DesiredApplications.shapes(), DesiredRoles.shapes()),
          Waiting.WITHOUT_PERMIT,
          Clock.systemUTC());

  @Test
  void oneDomainIsReadBesideTwentyHostileOnes() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var domain = IdentityDomainEmulator.start(DomainOptions.defaults())) {
      List<Future<OpenIdConfiguration>> readings;
      try (var hostile = new HostileDomains(DOMAINS)) {
        readings = hostile.urls().map(url -> threads.submit(() -> observe(url, "secret"))).toList();
        await().atMost(Duration.ofMinutes(1)).until(() -> hostile.lists() >= DOMAINS);
        for (var i = 0; i < 10; i++) {
          assertThat(observe(domain.url().toString(), domain.adminSecret()).issuer()).isNotEmpty();
        }
        for (var i = 0; i < DOMAINS; i++) {
          if (!HostileDomains.isSlow(i)) {
            assertThatThrownBy(readings.get(i)::get).hasCauseInstanceOf(CallException.class);
          }
        }
      }
      for (var reading : readings) {
        assertThatThrownBy(reading::get).hasCauseInstanceOf(CallException.class);
      }
    }
  }

  private OpenIdConfiguration observe(String url, String secret) {
    var client =
        new ClientAuthentication.ClientSecret(
            IdentityDomainEmulator.ADMIN_CLIENT_ID, new Sensitive(secret));
    var admitted = (DomainHosts.Admitted) connections.admit(url);
    var settings =
        new ConnectionSettings(
            admitted.url(), "Premium", client, List.of("urn:opc:idm:__myscopes__"), true, null);
    return connections.open(url, settings).observe(Duration.ZERO);
  }
}
