package dev.identitydomains.soak;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** The log entries of level ERROR since {@link #attach}: no fault of a domain is one. */
final class ErrorLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private static final Logger ROOT =
      (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  private final Queue<String> errors = new ConcurrentLinkedQueue<>();

  static ErrorLog attach() {
    var log = new ErrorLog();
    log.start();
    ROOT.addAppender(log);
    return log;
  }

  /** Logger and message of each entry, without repetitions. */
  List<String> errors() {
    return errors.stream().distinct().toList();
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      var thrown = event.getThrowableProxy();
      errors.add(
          event.getLoggerName()
              + ": "
              + event.getFormattedMessage()
              + (thrown == null ? "" : " " + thrown.getClassName() + ": " + thrown.getMessage()));
    }
  }

  @Override
  public void close() {
    ROOT.detachAppender(this);
    stop();
  }
}
