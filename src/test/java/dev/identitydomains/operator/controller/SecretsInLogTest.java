package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** S15: no level of the log prints a Secret. */
class SecretsInLogTest {

  private final LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final PrintStream console = System.out;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    System.setProperty("LOG_LEVEL", "TRACE");
  }

  @AfterEach
  void release() throws JoranException {
    System.setOut(console);
    System.clearProperty("LOG_LEVEL");
    configure("/logback-test.xml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/logback-plain.xml", "/logback-json.xml"})
  void traceHasNoSecret(String configuration) throws IOException, JoranException {
    configure(configuration);
    var secrets = new ArrayList<String>();
    try (var cluster = OperatorFixture.start()) {
      cluster.apply(OperatorFixture.DOMAIN);
      cluster.apply(
          OperatorFixture.ORDERS.replace(
              "[client_credentials]", "[client_credentials], certificates: {}"));
      cluster.awaitReady("orders");
      secrets.addAll(secretsOf(cluster));
      cluster.annotate("orders", "identitydomains.dev/rotate-secret", "now");
      cluster.await(
          io.fabric8.kubernetes.api.model.Secret.class,
          "orders-oauth-client",
          secret -> !secrets.contains(OperatorFixture.value(secret, "client-secret")));
      cluster.awaitReady("orders");
      secrets.addAll(secretsOf(cluster));
      cluster.restartOperator();
      cluster.awaitReady("orders");
    }
    var text = written.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("DEBUG").contains("AuthorizedTransport");
    for (var secret : secrets) {
      assertThat(text.contains(secret)).as("a secret in plain text").isFalse();
      assertThat(text.contains(base64(secret))).as("a secret in Base64").isFalse();
    }
    assertThat(text)
        .as("a header of a request, a key, a JWT, a JWT in Base64")
        .doesNotContain("Bearer ", "Basic ", "BEGIN PRIVATE KEY", "eyJhbGciOi", "ZXlKaGJHY2lPaU");
  }

  private static List<String> secretsOf(OperatorFixture cluster) {
    var secret = cluster.secret("orders-oauth-client").orElseThrow();
    var key = OperatorFixture.value(secret, "tls.key");
    return List.of(
        cluster.domain().adminSecret(),
        OperatorFixture.value(secret, "client-secret"),
        key,
        key.lines().skip(3).findFirst().orElseThrow());
  }

  private static String base64(String text) {
    var encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return encoded.substring(0, encoded.length() / 4 * 4 - 4); // its end depends on what follows
  }

  private void configure(String resource) throws JoranException {
    log.reset();
    var configurator = new JoranConfigurator();
    configurator.setContext(log);
    configurator.doConfigure(Objects.requireNonNull(SecretsInLogTest.class.getResource(resource)));
  }
}
