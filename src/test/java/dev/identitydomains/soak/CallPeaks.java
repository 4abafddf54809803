package dev.identitydomains.soak;

import dev.identitydomains.sandbox.domain.CallLimit;
import dev.identitydomains.sandbox.domain.DomainType;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The most calls of each rate limit group that arrived within any second and any minute. */
record CallPeaks(Map<String, CallLimit> peaks, Map<String, CallLimit> limits) {

  /** Counts every call, also those that the domain refused. */
  static CallPeaks of(List<Call> calls, DomainType type) {
    var limits =
        new TreeMap<>(
            Map.of("token", type.tokens(), "other", type.others(), "bulk", DomainType.BULK));
    var peaks = new TreeMap<String, CallLimit>();
    for (var group : limits.keySet()) {
      var arrivals = arrivals(calls, line -> group(line).equals(group));
      peaks.put(
          group,
          new CallLimit(
              most(arrivals, Duration.ofSeconds(1)), most(arrivals, Duration.ofMinutes(1))));
    }
    return new CallPeaks(peaks, limits);
  }

  /** The groups with more calls than the limits permit. */
  List<String> excesses() {
    return peaks.entrySet().stream()
        .filter(peak -> isAbove(peak.getValue(), limit(peak.getKey())))
        .map(peak ->
            "%s calls: %s, the limit is %s"
                .formatted(peak.getKey(), peak.getValue(), limit(peak.getKey())))
        .toList();
  }

  private CallLimit limit(String group) {
    return Objects.requireNonNull(limits.get(group));
  }

  private static boolean isAbove(CallLimit peak, CallLimit limit) {
    return peak.perSecond() > limit.perSecond() || peak.perMinute() > limit.perMinute();
  }

  private static List<Instant> arrivals(List<Call> calls, Predicate<String> lines) {
    return calls.stream()
        .filter(call -> lines.test(call.line()))
        .map(Call::arrived)
        .sorted()
        .toList();
  }

  private static int most(List<Instant> arrivals, Duration window) {
    var most = 0;
    for (int first = 0, last = 0; last < arrivals.size(); last++) {
      while (!arrivals.get(first).isAfter(arrivals.get(last).minus(window))) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  /** Discovery belongs to no group. */
  private static String group(String line) {
    if (line.contains("/oauth2/")) {
      return "token";
    }
    if (line.endsWith("/Bulk")) {
      return "bulk";
    }
    return line.contains("/admin/v1/") ? "other" : "";
  }
}
