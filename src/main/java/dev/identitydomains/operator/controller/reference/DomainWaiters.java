package dev.identitydomains.operator.controller.reference;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Resources that wait for something in a domain, each for one domain. Thread-safe. */
final class DomainWaiters {

  /** A resource by kind and name. */
  record Dependant(Class<?> kind, ResourceID id) {
    static Dependant of(HasMetadata resource) {
      return new Dependant(resource.getClass(), ResourceID.fromResource(resource));
    }
  }

  private final Map<Dependant, String> domains = new ConcurrentHashMap<>();

  /** Adds a resource; returns whether it is new. */
  boolean add(Dependant one, String domain) {
    return domains.put(one, domain) == null;
  }

  /** Adds or removes a resource; returns whether it is new. */
  boolean set(Dependant one, String domain, boolean waits) {
    if (waits) {
      return add(one, domain);
    }
    domains.remove(one);
    return false;
  }

  /** Keeps the resources that are selected. */
  void retain(Predicate<Dependant> kept) {
    domains.keySet().removeIf(kept.negate());
  }

  /** The resources that wait for a domain; they go on waiting. */
  Stream<Dependant> of(String domain) {
    return domains.entrySet().stream()
        .filter(entry -> entry.getValue().equals(domain))
        .map(Map.Entry::getKey);
  }

  /** Removes and returns the resources that wait for a domain. */
  Set<Dependant> take(String domain) {
    return of(domain).filter(one -> domains.remove(one, domain)).collect(Collectors.toSet());
  }
}
