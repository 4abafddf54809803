package dev.identitydomains.sandbox.domain;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The armed faults of an emulated domain. */
public final class Faults {

  private record Armed(Pattern call, Fault fault, AtomicInteger left) {}

  private final List<Armed> armed = new CopyOnWriteArrayList<>();
  private final AtomicInteger hits = new AtomicInteger();
  private volatile Function<String, Optional<Fault>> source = _ -> Optional.empty();

  /**
   * Applies a fault to the next matching calls.
   *
   * @param call regular expression to find in {@code METHOD /path}
   * @param times maximum number of calls
   */
  public void arm(String call, Fault fault, int times) {
    armed.add(new Armed(Pattern.compile(call), fault, new AtomicInteger(times)));
  }

  /**
   * Asks a source for the fault of each further call without an armed one, until {@link #clear}.
   *
   * @param faults gets {@code METHOD /path}, or {@code op METHOD /path} of a Bulk operation; called
   *     by many threads
   */
  public void drawFrom(Function<String, Optional<Fault>> faults) {
    source = faults;
  }

  /** Disarms all faults and resets {@link #hits}. */
  public void clear() {
    armed.clear();
    source = _ -> Optional.empty();
    hits.set(0);
  }

  /** The number of calls with a fault since the last {@link #clear}. */
  public int hits() {
    return hits.get();
  }

  Optional<Fault> next(String call) {
    for (Iterator<Armed> it = armed.iterator(); it.hasNext(); ) {
      var candidate = it.next();
      if (candidate.call().matcher(call).find() && candidate.left().getAndDecrement() > 0) {
        hits.incrementAndGet();
        return Optional.of(candidate.fault());
      }
    }
    var drawn = source.apply(call);
    drawn.ifPresent(_ -> hits.incrementAndGet());
    return drawn;
  }
}
