package dev.identitydomains.operator.engine.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitydomains.operator.http.RateLimitGroup;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainRateLimitsTest {

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

  private final Time time = new Time();

  /** What happens at the next wait. */
  private Runnable meanwhile = () -> {};

  private DomainRateLimits limits(String type) {
    return DomainRateLimits.of(
        type,
        time,
        nanos -> {
          time.now += nanos;
          var once = meanwhile;
          meanwhile = () -> {};
          once.run();
        });
  }

  /** A caller that takes whatever it gets, for five minutes. */
  @ParameterizedTest
  @CsvSource({
    "Free, OTHER, 20, 150",
    "OracleApps, OTHER, 50, 1500",
    "OracleAppsPremium, OTHER, 55, 1750",
    "Premium, OTHER, 90, 5000",
    "ExternalUser, OTHER, 80, 4000",
    "ExternalActiveUser, OTHER, 80, 4000",
    "Unknown, OTHER, 20, 150",
    "Free, TOKEN, 10, 150",
    "Premium, TOKEN, 65, 3400",
    "Free, BULK, 5, 200",
    "Premium, BULK, 5, 200"
  })
  void callsInAnyWindowStayWithinTheShare(
      String type, RateLimitGroup group, int perSecond, int perMinute) {
    var used = use(limits(type).limiter(group), Duration.ofMinutes(5));
    assertThat(used.second.most).isLessThanOrEqualTo((int) (perSecond * 0.8));
    assertThat(used.minute.most).isLessThanOrEqualTo((int) (perMinute * 0.8));
    assertThat(used.calls)
        .as("and little is given away")
        .isGreaterThan((int) (5 * perMinute * 0.6));
  }

  @Test
  void blocksCallsAfter429UntilRequestedTime() {
    var lane = limits("Free").limiter(RateLimitGroup.OTHER);
    lane.onTooManyRequests(Duration.ofSeconds(30));
    lane.onTooManyRequests(Duration.ofSeconds(2));
    assertThat(use(lane, Duration.ofMillis(29_900)).calls).isZero();
    assertThat(lane.available()).isZero();
    assertThat(use(lane, Duration.ofSeconds(1)).calls).isPositive();
  }

  /** Item 1: whoever waits for the limits sees a pause that comes meanwhile. */
  @ParameterizedTest
  @EnumSource
  void waitingCallSeesLaterPause(RateLimitGroup group) {
    for (var type : List.of("Free", "OracleApps", "OracleAppsPremium", "Premium", "ExternalUser")) {
      var limiter = limits(type).limiter(group);
      while (limiter.available() > 0) {
        limiter.await();
      }
      var begin = time.now;
      meanwhile = () -> limiter.onTooManyRequests(Duration.ofSeconds(30));
      limiter.await();
      assertThat(Duration.ofNanos(time.now - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    }
  }

  /** Item 1: a second 429 prolongs the pause of those that wait already. */
  @Test
  void waitingCallSeesLongerPause() {
    var limiter = limits("Free").limiter(RateLimitGroup.OTHER);
    limiter.onTooManyRequests(Duration.ofSeconds(10));
    meanwhile = () -> limiter.onTooManyRequests(Duration.ofSeconds(30));
    limiter.awaitAvailable();
    assertThat(Duration.ofNanos(time.now)).isGreaterThanOrEqualTo(Duration.ofSeconds(40));
  }

  /** Callers that do nothing but wait stay within the share, too. */
  @ParameterizedTest
  @CsvSource({"Free, 20, 150", "Premium, 90, 5000"})
  void waitingCallsStayWithinTheShare(String type, int perSecond, int perMinute) {
    var limiter = limits(type).limiter(RateLimitGroup.OTHER);
    var use = new Use();
    while (time.now < Duration.ofMinutes(5).toNanos()) {
      limiter.await();
      use.add(time.now);
    }
    assertThat(use.second.most).isLessThanOrEqualTo((int) (perSecond * 0.8));
    assertThat(use.minute.most).isLessThanOrEqualTo((int) (perMinute * 0.8));
    assertThat(use.calls).isGreaterThan((int) (5 * perMinute * 0.6));
  }

  /** An interruption ends no wait: the call would exceed the limits. */
  @Test
  void interruptedCallWaitsOn() {
    var limiter = limits("Free").limiter(RateLimitGroup.OTHER);
    limiter.onTooManyRequests(Duration.ofSeconds(30));
    Thread.currentThread().interrupt();
    limiter.await();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(time.now).isGreaterThanOrEqualTo(Duration.ofSeconds(30).toNanos());
  }

  /** Item 1: interactive calls do not wait behind background ones, nor behind a busy namespace. */
  @ParameterizedTest
  @ValueSource(strings = {"Free", "OracleApps", "OracleAppsPremium", "Premium", "ExternalUser"})
  void interactiveCallGoesBeforeWaitingOnes(String type) {
    var limiter = limits(type).limiter(RateLimitGroup.OTHER);
    limiter.onTooManyRequests(Duration.ofSeconds(30));
    var order = new ConcurrentLinkedQueue<String>();
    var calls = new ArrayList<CompletableFuture<Void>>();
    meanwhile =
        () -> {
          for (var i = 0; i < 200; i++) {
            calls.add(call(limiter, "busy", Priority.BACKGROUND, order));
            calls.add(call(limiter, "busy", Priority.INTERACTIVE, order));
          }
          calls.add(call(limiter, "shop", Priority.INTERACTIVE, order));
        };
    limiter.await();
    calls.forEach(CompletableFuture::join);
    assertThat(List.copyOf(order).indexOf("shop")).isLessThanOrEqualTo(2);
    assertThat(order).hasSize(401);
  }

  private CompletableFuture<Void> call(
      RateLimiter limiter, String namespace, Priority priority, Queue<String> order) {
    return new Requester(namespace, priority)
        .call(() -> limiter.permit(true).thenRun(() -> order.add(namespace)));
  }

  /** A wait that ends with an Error fails those that wait, and none later. */
  @Test
  void failedWaitFailsWaitingCallsAlone() {
    var limiter = limits("Free").limiter(RateLimitGroup.OTHER);
    limiter.onTooManyRequests(Duration.ofSeconds(30));
    meanwhile =
        () -> {
          throw new StackOverflowError("test");
        };
    assertThatThrownBy(limiter::await).hasCauseInstanceOf(StackOverflowError.class);
    limiter.await();
    assertThat(time.now).isGreaterThanOrEqualTo(Duration.ofSeconds(30).toNanos());
  }

  /** Item 12: one domain has the lowest of the limits that are declared for it. */
  @Test
  void lowestOfDeclaredTypesHolds() {
    var limits = limits("Premium");
    limits.limitTo(List.of("Premium", "no such type"));
    var limiter = limits.limiter(RateLimitGroup.OTHER);
    var used = use(limiter, Duration.ofMinutes(5));
    assertThat(used.second.most).isLessThanOrEqualTo(16);
    assertThat(used.minute.most).isLessThanOrEqualTo(120);
    limits.limitTo(List.of("Premium"));
    assertThat(use(limiter, Duration.ofMinutes(1)).calls).isGreaterThan(2500);
  }

  /** Item 12: what was used of the limits stays used, and a pause stays a pause. */
  @Test
  void changeOfLimitsGivesNothingAway() {
    var limits = limits("Free");
    var limiter = limits.limiter(RateLimitGroup.OTHER);
    while (limiter.available() > 0) {
      limiter.await();
    }
    limiter.onTooManyRequests(Duration.ofSeconds(30));
    limits.limitTo(List.of("Premium"));
    limits.limitTo(List.of("Free"));
    assertThat(use(limiter, Duration.ofMillis(29_900)).calls).isZero();
  }

  @Test
  void halvesShareOnceAfter429AndRestoresIt() {
    var lane = limits("Free").limiter(RateLimitGroup.OTHER);
    lane.onTooManyRequests(Duration.ofSeconds(1));
    lane.onTooManyRequests(Duration.ofSeconds(1));
    use(lane, Duration.ofSeconds(1));
    var first = use(lane, Duration.ofSeconds(58));
    assertThat(first.calls).isBetween(30, 60);
    use(lane, Duration.ofMinutes(5));
    var last = use(lane, Duration.ofMinutes(1));
    assertThat(last.calls).isBetween(85, 120);
  }

  private Use use(RateLimiter lane, Duration length) {
    var use = new Use();
    var end = time.now + length.toNanos();
    while (time.now < end) {
      time.now += Duration.ofMillis(10).toNanos();
      while (lane.available() > 0) {
        lane.await();
        use.add(time.now);
      }
    }
    return use;
  }

  /** Calls that were made. */
  private static final class Use {

    private final Window second = new Window(Duration.ofSeconds(1));
    private final Window minute = new Window(Duration.ofMinutes(1));
    private int calls;

    void add(long now) {
      calls++;
      second.add(now);
      minute.add(now);
    }
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
