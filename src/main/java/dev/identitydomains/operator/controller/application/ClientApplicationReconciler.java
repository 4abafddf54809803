package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.credentials.ClientCertificateRotation;
import dev.identitydomains.operator.controller.credentials.CredentialsSecrets;
import dev.identitydomains.operator.controller.credentials.OwnedSecrets;
import dev.identitydomains.operator.controller.reconcile.ControllerServices;
import dev.identitydomains.operator.controller.reference.ReferencedApps;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.kube.WellKnownNames;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** The controller of ClientApplications. */
@ControllerConfiguration(
    name = "clientapplication",
    finalizerName = "identitydomains.dev/clientapplication",
    fieldManager = WellKnownNames.FIELD_MANAGER)
public final class ClientApplicationReconciler
    implements Reconciler<ClientApplication>, Cleaner<ClientApplication> {

  private final ControllerServices services;
  private final OwnedSecrets owned;
  private final ApplicationSteps steps;

  public ClientApplicationReconciler(ControllerServices services) {
    this.services = services;
    this.owned = new OwnedSecrets(services.reads());
    var graph = services.graph();
    var events = services.events();
    var owners = services.owners();
    var apps = new ReferencedApps(graph, owners);
    var roles = new RoleReferences(services.consumers(), apps);
    var scopes = new ScopeReferences(graph, services.consumers(), services.access(), owners, apps);
    var certificates =
        new ClientCertificateRotation(graph, events, services.waiting(), services.clock());
    var corrections = new DriftCorrections(services.clock());
    services.wakeups().forgetsGone(corrections.remembered());
    this.steps =
        new ApplicationSteps(
            owners,
            new ApplicationReconciliation(
                new ApplicationAdmission(
                    services.access(),
                    new ApplicationWithdrawal(graph, services.access(), roles, scopes, events)),
                new ApplicationReferences(owners, roles, scopes),
                certificates,
                new CredentialsSecrets(services.client(), owned, events, services.clock()),
                corrections,
                new AppChangeReporter(
                    events, corrections, services.wakeups(), services.reporter())),
            new ApplicationCleanup(
                graph,
                services.deletionPolicies(),
                services.access(),
                owners,
                certificates,
                events),
            services.reporter(),
            services.wakeups());
  }

  @Override
  public List<EventSource<?, ClientApplication>> prepareEventSources(
      EventSourceContext<ClientApplication> context) {
    return List.of(
        owned.join(context), services.graph().applications().join(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<ClientApplication> reconcile(
      ClientApplication app, Context<ClientApplication> context) {
    return services.lifecycle().reconcile(app, steps);
  }

  @Override
  public DeleteControl cleanup(ClientApplication app, Context<ClientApplication> context) {
    return services.lifecycle().cleanup(app, steps);
  }
}
