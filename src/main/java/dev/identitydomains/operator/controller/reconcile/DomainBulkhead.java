package dev.identitydomains.operator.controller.reconcile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.calls.Requester;
import dev.identitydomains.operator.http.Waiting;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Limits the concurrent reconciliations, for each domain, namespace and priority separately: a slow
 * domain delays no other domain, a busy namespace no other namespace, and background work no new
 * change.
 */
public final class DomainBulkhead {

  private record Compartment(String domain, Requester requester) {}

  private final Waiting waiting;
  private final int permitsPerDomain;
  private final Instant start;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Users choose the names of domains: a compartment ends with its last user. */
  private final Cache<Compartment, Semaphore> compartments =
      Caffeine.newBuilder().weakValues().build();

  /**
   * Creates a bulkhead.
   *
   * @param waiting runs a blocking call
   * @param permitsPerDomain number of permits for each domain, namespace and priority
   * @param start start of the process; the first reconciliation of an older resource has priority
   *     BACKGROUND
   */
  public DomainBulkhead(Waiting waiting, int permitsPerDomain, Instant start) {
    this.waiting = waiting;
    this.permitsPerDomain = permitsPerDomain;
    this.start = start.truncatedTo(ChronoUnit.SECONDS); // the precision of creation timestamps
  }

  /**
   * Runs the work with a permit, or without one for an IdentityDomain, on which all others depend.
   */
  <T> T run(HasMetadata resource, String domain, Supplier<T> work) {
    try {
      return runWithPermit(resource, domain, work);
    } catch (StackOverflowError e) {
      // of one resource: an Error would end its reconciliations for ever, and with them the process
      throw new IllegalStateException(
          "The reconciliation of %s %s nests too deeply."
              .formatted(resource.getKind(), References.key(resource)),
          e);
    }
  }

  private <T> T runWithPermit(HasMetadata resource, String domain, Supplier<T> work) {
    var namespace = resource.getMetadata().getNamespace();
    if (resource instanceof IdentityDomain) {
      return new Requester(namespace, Priority.INTERACTIVE).call(work);
    }
    var requester = new Requester(namespace, priority(resource));
    var compartment =
        compartments.get(new Compartment(domain, requester), _ -> new Semaphore(permitsPerDomain));
    if (!compartment.tryAcquire()) {
      waiting.run(() -> {
        compartment.acquireUninterruptibly();
        return compartment;
      });
    }
    try {
      return requester.call(work);
    } finally {
      compartment.release();
      known.add(resource.getMetadata().getUid());
    }
  }

  /** Runs blocking calls, as this does. */
  Waiting waiting() {
    return waiting;
  }

  /** The uids of the resources of which something is remembered; what is removed is forgotten. */
  Set<String> remembered() {
    return known;
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
