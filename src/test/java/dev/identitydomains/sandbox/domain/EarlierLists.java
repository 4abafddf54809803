package dev.identitydomains.sandbox.domain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The last replies to the newest queries, for lists that are not up to date. */
final class EarlierLists {

  private static final int MOST_QUERIES = 128;

  private record Earlier(Instant at, Reply reply) {}

  private final Clock clock;
  private final Map<String, Earlier> replies = new LinkedHashMap<>();

  EarlierLists(Clock clock) {
    this.clock = clock;
  }

  /** Keeps the reply if it has a list; returns it. */
  synchronized Reply keep(HttpCall call, Reply reply) {
    if (reply.status() == 200 && isList(call)) {
      var query = query(call);
      replies.remove(query);
      replies.put(query, new Earlier(clock.instant(), reply));
      if (replies.size() > MOST_QUERIES) {
        replies.remove(replies.keySet().iterator().next());
      }
    }
    return reply;
  }

  /** The last reply to the same query, unless it is older. */
  synchronized Optional<Reply> find(HttpCall call, Duration age) {
    return Optional.ofNullable(replies.get(query(call)))
        .filter(earlier -> earlier.at().isAfter(clock.instant().minus(age)))
        .map(Earlier::reply);
  }

  private static boolean isList(HttpCall call) {
    return call.method().equals("GET")
        && call.path().size() == 3
        && ResourceKind.of(call.type()).isPresent();
  }

  private static String query(HttpCall call) {
    return call.line() + call.query();
  }
}
