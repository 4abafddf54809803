package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.calls.Priority;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Limits the resources that are reconciled at a time, for each domain and priority separately: a
 * slow domain delays no other, and old work delays no new change.
 */
public final class DomainBulkhead {

  private record Compartment(String domain, Priority priority) {}

  private final Consumer<Runnable> waiting;
  private final int permitsPerDomain;
  private final Instant start;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Map<Compartment, Semaphore> compartments = new ConcurrentHashMap<>();

  /**
   * Creates a bulkhead.
   *
   * @param waiting runs what blocks
   * @param permitsPerDomain for each priority
   * @param start resources that are older were not created by a user who waits
   */
  public DomainBulkhead(Consumer<Runnable> waiting, int permitsPerDomain, Instant start) {
    this.waiting = waiting;
    this.permitsPerDomain = permitsPerDomain;
    this.start = start.truncatedTo(ChronoUnit.SECONDS); // as creation timestamps are
  }

  /** Runs the work as soon as there is a permit; an IdentityDomain, which all wait for, at once. */
  <T> T run(HasMetadata resource, String domain, Function<Priority, T> work) {
    if (resource instanceof IdentityDomain) {
      return work.apply(Priority.INTERACTIVE);
    }
    var priority = priority(resource);
    var compartment =
        compartments.computeIfAbsent(
            new Compartment(domain, priority), _ -> new Semaphore(permitsPerDomain));
    if (!compartment.tryAcquire()) {
      waiting.accept(compartment::acquireUninterruptibly);
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
