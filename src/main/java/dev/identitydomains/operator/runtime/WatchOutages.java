package dev.identitydomains.operator.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Since when which watches are interrupted. Not thread-safe. */
final class WatchOutages {

  /** Longer than a rolling update of an API server or a network failure usually takes. */
  static final Duration LIMIT = Duration.ofMinutes(10);

  /**
   * Longer than the renewal of a watch, every few minutes, takes. Over plain HTTP, Fabric8 counts a
   * watch as established with its first event or bookmark, which comes within about a minute.
   */
  static final Duration NOTICE = Duration.ofMinutes(3);

  private static final Logger LOG = LoggerFactory.getLogger(WatchOutages.class);

  private final Map<String, Instant> begins = new TreeMap<>();
  private boolean noticed;

  /**
   * Notes the state at a time.
   *
   * @param interrupted the names of all interrupted watches
   * @param canList asked at the limit: without a watch, lists keep the objects current
   * @return the message of the outage that has reached the limit, if any
   */
  Optional<String> note(Set<String> interrupted, BooleanSupplier canList, Instant now) {
    begins.keySet().retainAll(interrupted);
    interrupted.forEach(name -> begins.putIfAbsent(name, now));
    if (longest(now).compareTo(LIMIT) >= 0 && canList.getAsBoolean()) {
      begins.replaceAll((_, _) -> now);
    }
    var longest = longest(now);
    tell(longest);
    return longest.compareTo(LIMIT) < 0
        ? Optional.empty()
        : Optional.of(
            "The operator could not list or watch %s for %d minutes, and ends. Check the API server, the network and the operator's ClusterRole."
                .formatted(begins.keySet(), longest.toMinutes()));
  }

  private Duration longest(Instant now) {
    return begins.values().stream()
        .map(begin -> Duration.between(begin, now))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private void tell(Duration longest) {
    if (!noticed && longest.compareTo(NOTICE) >= 0) {
      noticed = true;
      LOG.warn(
          "The watches of {} are interrupted since {}. The operator tries again, and ends after {} minutes.",
          begins.keySet(),
          begins.values().stream().min(Instant::compareTo).orElseThrow(),
          LIMIT.toMinutes());
    } else if (noticed && begins.isEmpty()) {
      noticed = false;
      LOG.info("All watches are established again");
    }
  }
}
