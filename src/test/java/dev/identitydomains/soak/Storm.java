package dev.identitydomains.soak;

import dev.identitydomains.sandbox.domain.Fault;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The faults of a domain at random; the rarest kind so far that suits a call comes next. */
final class Storm implements Function<String, Optional<Fault>> {

  /** The fraction of the calls with a fault. */
  private static final double RATE = 0.07;

  private static final String ANY = "(?!op ).*";
  private static final String LIST = "GET /admin/v1/\\w+";
  private static final String WRITE = "(op )?(POST|PATCH|PUT|DELETE) /(?!.*/oauth2/)(?!oauth2/).+";

  /** A kind of fault, and a regular expression of the calls that it suits. */
  enum Kind {
    TOO_MANY_REQUESTS_WITH_DELAY(ANY),
    TOO_MANY_REQUESTS(ANY),
    ERROR(".*"),
    ERROR_AFTER_CHANGE(WRITE),
    NO_REPLY(ANY),
    CUT_REPLY(ANY),
    SLOW_LIST(LIST),
    STALE_LIST(LIST);

    private final String calls;

    Kind(String calls) {
      this.calls = calls;
    }
  }

  private final RandomGenerator random;
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

  Storm(RandomGenerator random) {
    this.random = random;
    Stream.of(Kind.values()).forEach(kind -> counts.put(kind, 0));
  }

  /** The number of faults of each kind so far. */
  synchronized Map<Kind, Integer> counts() {
    return new EnumMap<>(counts);
  }

  @Override
  public synchronized Optional<Fault> apply(String line) {
    if (random.nextDouble() >= RATE) {
      return Optional.empty();
    }
    var kind =
        Stream.of(Kind.values())
            .filter(candidate -> line.matches(candidate.calls))
            .min(Comparator.comparingInt(candidate -> counts.getOrDefault(candidate, 0)))
            .orElseThrow();
    counts.merge(kind, 1, Integer::sum);
    return Optional.of(fault(kind));
  }

  private Fault fault(Kind kind) {
    return switch (kind) {
      case TOO_MANY_REQUESTS_WITH_DELAY ->
          new Fault.TooManyRequests(Duration.ofSeconds(random.nextInt(1, 4)));
      case TOO_MANY_REQUESTS -> new Fault.TooManyRequests(null);
      case ERROR -> new Fault.Status(List.of(500, 502, 503).get(random.nextInt(3)));
      case ERROR_AFTER_CHANGE -> new Fault.StatusAfterChange(500);
      case NO_REPLY -> new Fault.DropReply();
      case CUT_REPLY -> new Fault.CutReply();
      case SLOW_LIST -> new Fault.Delay(Duration.ofMillis(random.nextInt(500, 5000)));
      case STALE_LIST -> new Fault.StaleList(Duration.ofSeconds(30));
    };
  }
}
