package dev.identitydomains.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The log of the Deployment, as it is configured there, and that of a terminal. */
class JsonLogTest {

  @Test
  void lineIsFlatObjectWithFormattedMessage() throws Exception {
    var line = logged("a\nb\u001b[31m ☕");
    assertThat(line.path("msg").asText()).isEqualTo("orders: a\nb\u001b[31m ☕");
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("logger").asText()).isEqualTo("dev.example.Some");
    assertThat(line.path("ts").asText()).matches("\\d{4}-.*Z");
    assertThat(line.path("kind").asText()).isEqualTo("ClientApplication");
    assertThat(line.path("namespace").asText()).isEqualTo("shop");
    assertThat(line.path("name").asText()).isEqualTo("orders");
    assertThat(line.path("domain").asText()).isEqualTo("identity/main");
    assertThat(line.path("reason").asText()).isEqualTo("Synced");
    assertThat(line.valueStream()).allMatch(JsonNode::isValueNode);
  }

  private static JsonNode logged(String text) throws JoranException, IOException {
    var lines = lines("/logback-json.xml", text);
    assertThat(lines).hasSize(1);
    return new JsonMapper().readTree(lines.getFirst());
  }

  private static List<String> lines(String configuration, String text) throws JoranException {
    var before = System.out;
    var written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    var context = new LoggerContext();
    try {
      context.setMDCAdapter(new ch.qos.logback.classic.util.LogbackMDCAdapter());
      var configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(
          Objects.requireNonNull(JsonLogTest.class.getResource(configuration)));
      context.getMDCAdapter().put("resource.kind", "ClientApplication");
      context.getMDCAdapter().put("resource.namespace", "shop");
      context.getMDCAdapter().put("resource.name", "orders");
      context.getMDCAdapter().put("domain", "identity/main");
      context
          .getLogger("dev.example.Some")
          .atInfo()
          .addKeyValue("reason", "Synced")
          .log("{}: {}", "orders", text);
    } finally {
      context.stop();
      System.setOut(before);
    }
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
