package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
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

/** The controller of AppRoleGrants. */
@ControllerConfiguration(
    name = "approlegrant",
    finalizerName = "identitydomains.dev/approlegrant",
    fieldManager = WellKnownNames.FIELD_MANAGER)
public final class AppRoleGrantReconciler
    implements Reconciler<AppRoleGrant>, Cleaner<AppRoleGrant> {

  private final ControllerServices services;
  private final GrantSteps steps;

  public AppRoleGrantReconciler(ControllerServices services) {
    this.services = services;
    this.steps = GrantSteps.of(services);
  }

  @Override
  public List<EventSource<?, AppRoleGrant>> prepareEventSources(
      EventSourceContext<AppRoleGrant> context) {
    return List.of(services.graph().grants().join(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<AppRoleGrant> reconcile(AppRoleGrant grant, Context<AppRoleGrant> context) {
    return services.lifecycle().reconcile(grant, steps);
  }

  @Override
  public DeleteControl cleanup(AppRoleGrant grant, Context<AppRoleGrant> context) {
    return services.lifecycle().cleanup(grant, steps);
  }
}
