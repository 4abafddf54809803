package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.api.v1alpha1.DeletionPolicy;
import dev.identitydomains.operator.controller.reference.AllowedNamespacesCheck;
import dev.identitydomains.operator.controller.reference.AppOwners;
import dev.identitydomains.operator.controller.reference.Consumers;
import dev.identitydomains.operator.controller.reference.DeletionPolicies;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.GrantRecords;
import dev.identitydomains.operator.controller.reference.Orphans;
import dev.identitydomains.operator.controller.reference.RecordKeys;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.reference.Wakeups;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.http.Waiting;
import dev.identitydomains.operator.kube.BoundedReads;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.kube.Finalizers;
import dev.identitydomains.operator.kube.Namespaces;
import dev.identitydomains.operator.kube.StatusWriter;
import dev.identitydomains.operator.plan.OwnerTag;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The services that the controllers of all kinds share; one instance for a process. */
public final class ControllerServices implements AutoCloseable {

  private final KubernetesClient client;
  private final BoundedReads reads;
  private final Waiting waiting;
  private final Clock clock;
  private final DomainConnections domains;
  private final EventRecorder events;
  private final ResourceGraph graph = new ResourceGraph();
  private final Wakeups wakeups = new Wakeups(graph);
  private final AppOwners owners;
  private final Orphans orphans;
  private final DeletionPolicies deletionPolicies;
  private final Consumers consumers;
  private final GrantRecords grantRecords;
  private final DomainAccess access;
  private final StatusReporter reporter;
  private final ReconcileLifecycle lifecycle;
  private final Namespaces namespaces;
  private final Duration leastDriftCheck;

  /**
   * The settings that concern the resources.
   *
   * @param clusterId cluster id of the owner tags ({@link OwnerTag})
   * @param namespaces the namespaces whose resources the operator reconciles; empty for all
   * @param selective whether the operator reconciles only resources with certain labels
   * @param deletionPolicy the policy of resources and domains without one
   * @param leastDriftCheck shortest interval of a domain's drift checks
   */
  public record Settings(
      String clusterId,
      Set<String> namespaces,
      boolean selective,
      DeletionPolicy deletionPolicy,
      Duration leastDriftCheck) {}

  public ControllerServices(
      KubernetesClient client,
      DomainConnections domains,
      EventRecorder events,
      DomainBulkhead bulkhead,
      Settings settings,
      Clock clock) {
    this.client = client;
    this.reads = new BoundedReads(client);
    this.waiting = bulkhead.waiting();
    this.clock = clock;
    this.leastDriftCheck = settings.leastDriftCheck();
    this.domains = domains;
    this.events = events;
    namespaces =
        settings.namespaces().isEmpty()
            ? Namespaces.watch(client, wakeups::namespaceChanged)
            : Namespaces.read(client);
    var allowedNamespaces = new AllowedNamespacesCheck(namespaces);
    owners = new AppOwners(settings.clusterId(), graph, namespaces);
    orphans = new Orphans(owners, settings.namespaces(), settings.selective());
    deletionPolicies = new DeletionPolicies(graph, settings.deletionPolicy());
    grantRecords = new GrantRecords(graph, new RecordKeys(client, reads));
    consumers = new Consumers(graph, allowedNamespaces);
    access = new DomainAccess(domains, graph, wakeups, allowedNamespaces);
    var statuses = new StatusWriter(client);
    reporter = new StatusReporter(statuses, events, clock);
    var requeue = new RequeuePolicy(ThreadLocalRandom::current);
    var finalizers = new Finalizers(client);
    Stream.of(
            statuses.remembered(),
            requeue.remembered(),
            bulkhead.remembered(),
            finalizers.remembered())
        .forEach(wakeups::forgetsGone);
    lifecycle = new ReconcileLifecycle(graph, bulkhead, reporter, finalizers, requeue, wakeups);
  }

  /** Runs blocking calls without a permit of the API server. */
  public Waiting waiting() {
    return waiting;
  }

  public BoundedReads reads() {
    return reads;
  }

  public KubernetesClient client() {
    return client;
  }

  public Clock clock() {
    return clock;
  }

  /** The shortest interval of a domain's drift checks. */
  public Duration leastDriftCheck() {
    return leastDriftCheck;
  }

  public DomainConnections domains() {
    return domains;
  }

  public EventRecorder events() {
    return events;
  }

  public ResourceGraph graph() {
    return graph;
  }

  public Wakeups wakeups() {
    return wakeups;
  }

  public AppOwners owners() {
    return owners;
  }

  public Orphans orphans() {
    return orphans;
  }

  public DeletionPolicies deletionPolicies() {
    return deletionPolicies;
  }

  public GrantRecords grantRecords() {
    return grantRecords;
  }

  public Consumers consumers() {
    return consumers;
  }

  public Namespaces namespaces() {
    return namespaces;
  }

  public DomainAccess access() {
    return access;
  }

  public StatusReporter reporter() {
    return reporter;
  }

  public ReconcileLifecycle lifecycle() {
    return lifecycle;
  }

  /** Ends the watch of the namespaces. */
  @Override
  public void close() {
    namespaces.close();
  }
}
