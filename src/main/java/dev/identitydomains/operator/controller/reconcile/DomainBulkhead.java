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

  private record Compartment(String domain, Priority priority) {}

  private final ApiServerBulkhead permits;
  private final int permitsPerDomain;
  private final Instant start;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Map<Compartment, Semaphore> compartments = new ConcurrentHashMap<>();

  /**
   * Nobody is in yet.
   *
   * @param start what exists by then is no user's change
   */
  public DomainBulkhead(ApiServerBulkhead permits, int permitsPerDomain, Instant start) {
    this.permits = permits;
    this.permitsPerDomain = permitsPerDomain;
    this.start = start.truncatedTo(ChronoUnit.SECONDS); // as creation timestamps are
  }

  /** Works on a resource as soon as there is room. */
  <R> R run(HasMetadata resource, String domain, Function<Priority, R> work) {
    var priority = priority(resource);
    var compartment =
        compartments.computeIfAbsent(
            new Compartment(domain, priority), _ -> new Semaphore(permitsPerDomain));
    if (!compartment.tryAcquire()) {
      permits.runWithoutPermit(() -> {
        compartment.acquireUninterruptibly();
        return compartment;
      });
    }
    try {
      return work.apply(priority);
    } finally {
      compartment.release();
      known.add(resource.getMetadata().getUid());
    }
  }

  void forget(HasMetadata resource) {
    known.remove(resource.getMetadata().getUid());
  }

  private Priority priority(HasMetadata resource) {
    var metadata = resource.getMetadata();
    var isNew = !Instant.parse(metadata.getCreationTimestamp()).isBefore(start);
    return References.isChanged(resource) && (isNew || known.contains(metadata.getUid()))
        ? Priority.INTERACTIVE
        : Priority.BACKGROUND;
  }
}
