package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.controller.reference.AllowedNamespacesCheck;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.reference.Wakeups;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.kube.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/** The services that the controllers of all kinds share; one instance for a process. */
public final class ControllerServices {

  private final KubernetesClient client;
  private final Clock clock;
  private final DomainConnections domains;
  private final EventRecorder events;
  private final ResourceGraph graph = new ResourceGraph();
  private final Wakeups wakeups = new Wakeups(graph);
  private final AllowedNamespacesCheck allowedNamespaces;
  private final DomainAccess access;
  private final StatusReporter reporter;
  private final ReconcileLifecycle lifecycle;

  public ControllerServices(
      KubernetesClient client,
      DomainConnections domains,
      EventRecorder events,
      DomainBulkhead bulkhead,
      Clock clock) {
    this.client = client;
    this.clock = clock;
    this.domains = domains;
    this.events = events;
    allowedNamespaces = new AllowedNamespacesCheck(client);
    access = new DomainAccess(domains, graph, wakeups, allowedNamespaces);
    reporter = new StatusReporter(new StatusWriter(client), events, clock);
    var requeue = new RequeuePolicy(ThreadLocalRandom::current);
    lifecycle = new ReconcileLifecycle(graph, bulkhead, reporter, requeue);
  }

  public KubernetesClient client() {
    return client;
  }

  public Clock clock() {
    return clock;
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

  public AllowedNamespacesCheck allowedNamespaces() {
    return allowedNamespaces;
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
}
