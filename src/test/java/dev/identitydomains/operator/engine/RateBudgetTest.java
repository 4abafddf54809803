package dev.identitydomains.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayDeque;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateBudgetTest {

  /** Time in nanoseconds that moves when it is told to. */
  private static final class Time implements TimeMeter {

    private long now;

    @Override
    public long currentTimeNanos() {
      return now;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  /** A caller that takes whatever it gets, for five minutes. */
  @ParameterizedTest
  @CsvSource({
    "Free, 20, 150",
    "OracleApps, 50, 1500",
    "OracleAppsPremium, 55, 1750",
    "Premium, 90, 5000",
    "ExternalUser, 80, 4000",
    "Unknown, 20, 150"
  })
  void noWindowSeesMoreThanItsShare(String type, int perSecond, int perMinute) {
    var time = new Time();
    var budget = RateBudget.of(type, time);
    var second = new Window(Duration.ofSeconds(1));
    var minute = new Window(Duration.ofMinutes(1));
    var calls = 0;
    for (var step = 0; step < 5 * 60 * 100; step++) {
      time.now += Duration.ofMillis(10).toNanos();
      while (budget.tryCall()) {
        calls++;
        second.add(time.now);
        minute.add(time.now);
      }
    }
    assertThat(second.most).isLessThanOrEqualTo((int) (perSecond * 0.8));
    assertThat(minute.most).isLessThanOrEqualTo((int) (perMinute * 0.8));
    assertThat(calls).as("and little is given away").isGreaterThan((int) (5 * perMinute * 0.4));
  }

  /** A sliding window, as long as it may be, and the most calls that it ever saw. */
  private static final class Window {

    private final long length;
    private final ArrayDeque<Long> calls = new ArrayDeque<>();
    private int most;

    Window(Duration length) {
      this.length = length.toNanos();
    }

    void add(long now) {
      while (!calls.isEmpty() && calls.peekFirst() <= now - length) {
        calls.removeFirst();
      }
      calls.addLast(now);
      most = Math.max(most, calls.size());
    }
  }
}
