package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.kube.ApiServerBulkhead;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * How many resources are worked on at a time: for each domain by itself, so that one that is slow
 * delays no other, and for what a user has just changed apart from what was there at the start.
 */
public final class DomainBulkhead {

  private record Door(String domain, Priority urgency) {}

  private final ApiServerBulkhead turns;
  private final int atATime;
  private final Instant start;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Map<Door, Semaphore> doors = new ConcurrentHashMap<>();

  /**
   * Nobody is in yet.
   *
   * @param start what exists by then is no user's change
   */
  public DomainBulkhead(ApiServerBulkhead turns, int atATime, Instant start) {
    this.turns = turns;
    this.atATime = atATime;
    this.start = start.truncatedTo(ChronoUnit.SECONDS); // as creation timestamps are
  }

  /** Works on a resource as soon as there is room. */
  <R> R run(HasMetadata resource, String domain, Function<Priority, R> work) {
    var urgency = urgency(resource);
    var door = doors.computeIfAbsent(new Door(domain, urgency), _ -> new Semaphore(atATime));
    if (!door.tryAcquire()) {
      turns.aside(() -> {
        door.acquireUninterruptibly();
        return door;
      });
    }
    try {
      return work.apply(urgency);
    } finally {
      door.release();
      known.add(resource.getMetadata().getUid());
    }
  }

  void forget(HasMetadata resource) {
    known.remove(resource.getMetadata().getUid());
  }

  private Priority urgency(HasMetadata resource) {
    var metadata = resource.getMetadata();
    var isNew = !Instant.parse(metadata.getCreationTimestamp()).isBefore(start);
    return References.isChanged(resource) && (isNew || known.contains(metadata.getUid()))
        ? Priority.INTERACTIVE
        : Priority.BACKGROUND;
  }
}
