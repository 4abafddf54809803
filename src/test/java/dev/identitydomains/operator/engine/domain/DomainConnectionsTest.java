package dev.identitydomains.operator.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.operator.engine.inventory.AttributeSchema;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.http.Waiting;
import dev.identitydomains.operator.token.ClientAuthentication;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.DesiredApplications;
import dev.identitydomains.operator.translate.DesiredRoles;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Item 12: limits live as long as the domain, and what is known of it as long as its URL. */
class DomainConnectionsTest {

  @AutoClose private IdentityDomainEmulator domain;
  private final AtomicReference<@Nullable Runnable> atNextGrants = new AtomicReference<>();
  private final DomainConnections connections =
      new DomainConnections(
          new OkHttpClient.Builder().addInterceptor(this::proceed).build(),
          DomainHosts.parse(Set.of("loopback", "oci")),
          new AttributeSchema(DesiredApplications.shapes(), DesiredRoles.shapes()),
          Waiting.WITHOUT_PERMIT,
          Clock.systemUTC());

  @BeforeEach
  void start() throws IOException {
    domain = IdentityDomainEmulator.start(DomainOptions.defaults());
  }

  @Test
  void otherCredentialsKeepWhatIsKnown() {
    var connection = connections.open("shop/main", settings("Free", "wrong"));
    assertThatThrownBy(() -> connection.observe(Duration.ZERO)).isInstanceOf(TokenFailure.class);
    assertThat(connections.open("shop/main", accepted("Free"))).isSameAs(connection);
    connection.observe(Duration.ZERO);
    assertThat(connection.hasInventory()).isTrue();
    connections.open("shop/main", settings("Free", "wrong"));
    assertThat(connection.hasInventory()).isTrue();
    assertThat(connection.isAccepted()).isFalse();
    assertThatThrownBy(() -> connection.observe(Duration.ofHours(1)))
        .as("other credentials are proven, however young the last full read is")
        .isInstanceOf(TokenFailure.class);
  }

  private Response proceed(Interceptor.Chain chain) throws IOException {
    if (chain.request().url().encodedPath().endsWith("/Grants")) {
      Optional.ofNullable(atNextGrants.getAndSet(null)).ifPresent(Runnable::run);
    }
    return chain.proceed(chain.request());
  }

  @Test
  void readingOfFormerCredentialsProvesNoOthers() {
    var connection = connections.open("shop/main", accepted("Free"));
    var check = new FutureTask<>(() -> connection.observe(Duration.ZERO));
    var checking = Thread.ofVirtual().unstarted(check);
    atNextGrants.set(() -> {
      connections.open("shop/main", settings("Free", "wrong"));
      checking.start();
      await().until(() -> checking.getState() == Thread.State.WAITING);
    });
    assertThatThrownBy(() -> connection.observe(Duration.ZERO)).isInstanceOf(TokenFailure.class);
    assertThatThrownBy(() -> check.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(TokenFailure.class);
  }

  @Test
  void limitsAreOfTheDomain() {
    var main = connections.open("shop/main", accepted("Premium"));
    var other = connections.open("pay/main", accepted("Premium"));
    assertThat(other).isNotSameAs(main);
    assertThat(other.limits()).isSameAs(main.limits());
    var renewed = connections.open("shop/main", settings("Premium", "wrong"));
    assertThat(renewed.limits()).isSameAs(main.limits());
  }

  @Test
  void formOfUrlDoesNotMatter() {
    var plain = connections.open("a/a", at("https://idcs-1.identity.oraclecloud.com"));
    assertThat(
            List.of(
                connections.open("a/b", at("https://IDCS-1.identity.oraclecloud.com/")),
                connections.open("a/c", at("https://idcs-1.identity.oraclecloud.com:443"))))
        .allMatch(other -> other.limits() == plain.limits());
    assertThat(connections.open("a/d", at("https://idcs-2.identity.oraclecloud.com")).limits())
        .isNotSameAs(plain.limits());
  }

  /** Whom the domain does not know may not slow down those whom it knows. */
  @Test
  void onlyAcceptedClientsDecideTheLimits() {
    connections.open("shop/main", accepted("Premium")).observe(Duration.ZERO);
    connections.open("evil/main", settings("Free", "wrong"));
    assertThat(connections.isTypeContested("shop/main")).isFalse();
    assertThat(connections.isTypeContested("evil/main")).isTrue();
    connections.open("pay/main", accepted("Free")).observe(Duration.ZERO);
    assertThat(connections.isTypeContested("shop/main")).isTrue();
    connections.close("pay/main");
    assertThat(connections.isTypeContested("shop/main")).isFalse();
  }

  private ConnectionSettings accepted(String type) {
    return settings(type, domain.adminSecret());
  }

  private ConnectionSettings settings(String type, String secret) {
    return settings(domain.url().toString(), type, secret);
  }

  private ConnectionSettings at(String url) {
    return settings(url, "Free", "secret");
  }

  private ConnectionSettings settings(String url, String type, String secret) {
    var client =
        new ClientAuthentication.ClientSecret(
            IdentityDomainEmulator.ADMIN_CLIENT_ID, new Sensitive(secret));
    var admitted = (DomainHosts.Admitted) connections.admit(url);
    return new ConnectionSettings(
        admitted.url(), type, client, List.of("urn:opc:idm:__myscopes__"), true, null);
  }
}
