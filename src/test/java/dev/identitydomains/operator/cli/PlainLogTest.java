package dev.identitydomains.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S25: nobody forges a line of the log in format {@code plain}. */
class PlainLogTest {

  private static final String FORGED = "2026-01-01T00:00:00.000Z ERROR Main all is lost";

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", "\u000b", "\f"})
  void messageIsOneLine(String separator) throws Exception {
    var lines = log("role 'x" + separator + FORGED + "\u001b[31m'", null);
    assertThat(lines.lines()).hasSize(1);
    assertThat(lines).contains(FORGED).endsWith("\n").doesNotContain("\u001b", "\u0085", "\u2028");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n", "\n\r", "\u0085", "\u2028"})
  void messageOfExceptionForgesNoLine(String separator) throws Exception {
    var cause = new IllegalArgumentException("c" + separator + FORGED);
    var text = "a" + separator + FORGED + "\u001b[31m";
    var lines = log("failed", new IllegalStateException(text, cause));
    assertThat(lines.lines().skip(1).filter(line -> line.startsWith("20"))).isEmpty();
    assertThat(lines.lines().filter(line -> line.contains("PlainLogTest.java")))
        .allMatch(line -> line.startsWith("\tat "))
        .isNotEmpty();
    assertThat(lines).contains("java.lang.IllegalStateException: a").doesNotContain("\u001b");
  }

  @Test
  void plainMessageStays() throws Exception {
    assertThat(log("Café ☕ \"x\" \\ 👩‍💻", null)).endsWith(" INFO  Main Café ☕ \"x\" \\ 👩‍💻\n");
  }

  /** By the configuration that the operator ships. */
  private static String log(String message, @Nullable Throwable failure) throws Exception {
    var context = new LoggerContext();
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(PlainLogTest.class.getResource("/logback-plain.xml"));
    var logger = context.getLogger("dev.identitydomains.operator.cli.Main");
    var console = (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("console");
    var event = new LoggingEvent("", logger, Level.INFO, message, failure, null);
    return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
  }
}
