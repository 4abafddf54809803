package dev.identitydomains.operator.controller;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.ResourceScope;
import dev.identitydomains.operator.translate.DesiredRoles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which resource depends on which, read from the controllers' own caches, and the events that wake
 * dependants the moment something they wait for has changed. Holds no copies.
 */
final class ResourceGraph {

  private static final String BY_DOMAIN = "domain";
  private static final String BY_ROLE = "role";
  private static final String BY_ALLOWED_SCOPE = "allowed-scope";
  private static final String BY_DEFINED_SCOPE = "defined-scope";
  private static final String BY_APPLICATION = "application";

  /** A controller's cache, and the source through which its resources are woken. */
  private record Node<R extends HasMetadata>(
      IndexerResourceCache<R> cache, SimpleInboundEventSource<R> events) {

    void wake(Stream<R> resources) {
      if (events.isRunning()) {
        resources.map(ResourceID::fromResource).forEach(events::propagateEvent);
      }
    }
  }

  private final CountDownLatch complete = new CountDownLatch(1);
  private Optional<Node<IdentityDomain>> domains = Optional.empty();
  private Optional<Node<ClientApplication>> applications = Optional.empty();
  private Optional<Node<AppRole>> roles = Optional.empty();

  /** Ids of Apps by their resource's uid: the cache learns of a new status a moment later. */
  private final Map<String, String> appIds = new ConcurrentHashMap<>();

  /** Uids of applications whose App is gone, by domain: the cache has them a moment longer. */
  private final Map<String, Set<String>> removed = new ConcurrentHashMap<>();

  SimpleInboundEventSource<IdentityDomain> joinDomains(IndexerResourceCache<IdentityDomain> cache) {
    var node = new Node<>(cache, new SimpleInboundEventSource<>("dependants"));
    domains = Optional.of(node);
    return node.events();
  }

  SimpleInboundEventSource<ClientApplication> joinApplications(
      IndexerResourceCache<ClientApplication> cache) {
    cache.addIndexer(BY_DOMAIN, app -> List.of(domainOf(app)));
    cache.addIndexer(BY_ROLE, app -> usedRoles(app).toList());
    cache.addIndexer(BY_ALLOWED_SCOPE, app -> allowedScopes(app).toList());
    cache.addIndexer(BY_DEFINED_SCOPE, app -> definedScopes(app).toList());
    var node = new Node<>(cache, new SimpleInboundEventSource<>("dependencies"));
    applications = Optional.of(node);
    return node.events();
  }

  SimpleInboundEventSource<AppRole> joinRoles(IndexerResourceCache<AppRole> cache) {
    cache.addIndexer(BY_APPLICATION, role -> List.of(applicationOf(role)));
    var node = new Node<>(cache, new SimpleInboundEventSource<>("application"));
    roles = Optional.of(node);
    return node.events();
  }

  /** Says that every cache is filled. */
  void complete() {
    complete.countDown();
  }

  /** Waits until every cache is filled: what a cache lacks before is not missing. */
  void awaitComplete() {
    try {
      complete.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopping", e);
    }
  }

  Optional<IdentityDomain> domain(String key) {
    return get(domains, key);
  }

  Optional<ClientApplication> application(String key) {
    return get(applications, key);
  }

  /** The applications that need a domain. */
  List<ClientApplication> applicationsOf(IdentityDomain domain) {
    var cached = indexed(applications, BY_DOMAIN, key(domain)).toList();
    var gone = removed.computeIfAbsent(key(domain), _ -> ConcurrentHashMap.newKeySet());
    gone.retainAll(cached.stream().map(ResourceGraph::uid).toList());
    return cached.stream().filter(app -> !gone.contains(uid(app))).toList();
  }

  private static String uid(HasMetadata resource) {
    return resource.getMetadata().getUid();
  }

  /** The id of an application's App; empty before it is made, and when it is on its way out. */
  Optional<String> appId(ClientApplication app) {
    var known = Optional.ofNullable(appIds.get(uid(app)));
    return app.isMarkedForDeletion()
        ? Optional.empty()
        : known.or(() -> Optional.ofNullable(app.getStatus()).map(ClientApplicationStatus::appId));
  }

  /** Applications that define a scope of this fully qualified name. */
  Stream<ClientApplication> definersOf(String scope) {
    return indexed(applications, BY_DEFINED_SCOPE, scope);
  }

  /** The AppRoles of an application with this display name. */
  Stream<AppRole> rolesNamed(String namespace, String application, String displayName) {
    return indexed(roles, BY_APPLICATION, namespace + "/" + application)
        .filter(role -> displayName.equals(displayNameOf(role)));
  }

  /** Wakes what uses a domain. */
  void domainChanged(IdentityDomain domain) {
    var dependants = applicationsOf(domain);
    applications.ifPresent(node -> node.wake(dependants.stream()));
    dependants.forEach(this::wakeRoles);
  }

  /**
   * Says that an application has its App; wakes what waits for that.
   *
   * @param changed whether the App is new or has changed, its scopes perhaps
   */
  void applicationMade(ClientApplication app, String appId, boolean changed) {
    var before = appId(app);
    appIds.put(uid(app), appId);
    if (changed || !before.equals(Optional.of(appId))) {
      applicationChanged(app);
    }
  }

  private void applicationChanged(ClientApplication app) {
    wakeRoles(app);
    applications.ifPresent(node ->
        node.wake(
            definedScopes(app)
                .flatMap(scope -> indexed(applications, BY_ALLOWED_SCOPE, scope))
                .distinct()));
  }

  /** Wakes the domain that waits for its last application. */
  void applicationDeleted(ClientApplication app) {
    removed.computeIfAbsent(domainOf(app), _ -> ConcurrentHashMap.newKeySet()).add(uid(app));
    appIds.remove(uid(app));
    applicationChanged(app);
    domains.ifPresent(node -> node.wake(domain(domainOf(app)).stream()));
  }

  /** Wakes the applications that want a role. */
  void roleChanged(AppRole role) {
    applications.ifPresent(node ->
        node.wake(indexed(applications, BY_ROLE, applicationOf(role) + "/" + displayNameOf(role))));
  }

  private void wakeRoles(ClientApplication app) {
    roles.ifPresent(node -> node.wake(indexed(roles, BY_APPLICATION, key(app))));
  }

  static String key(HasMetadata resource) {
    return resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
  }

  /** {@code namespace/name} of the domain that an application names. */
  static String domainOf(ClientApplication app) {
    return read(
            app,
            a -> {
              var ref = a.getSpec().domainRef();
              var own = a.getMetadata().getNamespace();
              return Objects.requireNonNullElse(ref.namespace(), own) + "/" + ref.name();
            })
        .orElse("");
  }

  /** {@code namespace/name} of the application that defines a role. */
  static String applicationOf(AppRole role) {
    return read(
            role, r -> r.getMetadata().getNamespace() + "/" + r.getSpec().applicationRef().name())
        .orElse("");
  }

  private static String displayNameOf(AppRole role) {
    return read(role, r -> DesiredRoles.displayName(r.getMetadata().getName(), r.getSpec()))
        .orElse("");
  }

  private static Stream<String> usedRoles(ClientApplication app) {
    return read(app, a -> a.getSpec().appRoles()).stream()
        .flatMap(List::stream)
        .filter(ref -> ref.application() != null)
        .map(ref -> roleKey(app.getMetadata().getNamespace(), ref));
  }

  private static String roleKey(String namespace, AppRoleRef ref) {
    return namespace + "/" + Objects.requireNonNull(ref.application()).name() + "/" + ref.role();
  }

  private static Stream<String> allowedScopes(ClientApplication app) {
    return read(app, a -> Objects.requireNonNull(a.getSpec().client()).allowedScopes()).stream()
        .flatMap(List::stream);
  }

  private static Stream<String> definedScopes(ClientApplication app) {
    return read(app, a -> a.getSpec().resourceServer()).stream()
        .flatMap(server ->
            Objects.requireNonNullElse(server.scopes(), List.<ResourceScope>of()).stream()
                .map(scope -> server.audience() + scope.value()));
  }

  /** Reads from a spec that no schema may have checked: a missing part gives no value. */
  private static <R, V> Optional<V> read(R resource, Function<R, @Nullable V> part) {
    try {
      return Optional.ofNullable(part.apply(resource));
    } catch (NullPointerException _) {
      return Optional.empty();
    }
  }

  private static <R extends HasMetadata> Optional<R> get(Optional<Node<R>> node, String key) {
    var parts = key.split("/", 2);
    return parts.length < 2
        ? Optional.empty()
        : node.flatMap(n -> n.cache().get(new ResourceID(parts[1], parts[0])));
  }

  private static <R extends HasMetadata> Stream<R> indexed(
      Optional<Node<R>> node, String index, String key) {
    return node.stream().flatMap(n -> n.cache().byIndex(index, key).stream());
  }
}
