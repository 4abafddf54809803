package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.controller.reconcile.ControllerServices;
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

/** The controller of AppAssignments. */
@ControllerConfiguration(
    name = "appassignment",
    finalizerName = "identitydomains.dev/appassignment",
    fieldManager = WellKnownNames.FIELD_MANAGER)
public final class AppAssignmentReconciler
    implements Reconciler<AppAssignment>, Cleaner<AppAssignment> {

  private final ControllerServices services;
  private final GrantSteps steps;

  public AppAssignmentReconciler(ControllerServices services) {
    this.services = services;
    this.steps = GrantSteps.of(services);
  }

  @Override
  public List<EventSource<?, AppAssignment>> prepareEventSources(
      EventSourceContext<AppAssignment> context) {
    return List.of(services.graph().assignments().join(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<AppAssignment> reconcile(
      AppAssignment assignment, Context<AppAssignment> context) {
    return services.lifecycle().reconcile(assignment, steps);
  }

  @Override
  public DeleteControl cleanup(AppAssignment assignment, Context<AppAssignment> context) {
    return services.lifecycle().cleanup(assignment, steps);
  }
}
