package dev.identitydomains.operator.controller.role;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
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

/** The controller of AppRoles. */
@ControllerConfiguration(
    name = "approle",
    finalizerName = "identitydomains.dev/approle",
    fieldManager = WellKnownNames.FIELD_MANAGER)
public final class AppRoleReconciler implements Reconciler<AppRole>, Cleaner<AppRole> {

  private final ControllerServices services;
  private final RoleSteps steps;

  public AppRoleReconciler(ControllerServices services) {
    this.services = services;
    this.steps =
        new RoleSteps(
            new RoleReconciliation(
                services.graph(),
                services.access(),
                services.owners(),
                services.reporter(),
                services.events()),
            new RoleCleanup(
                services.graph(),
                services.deletionPolicies(),
                services.access(),
                services.owners(),
                services.events()),
            services.reporter(),
            services.wakeups());
  }

  @Override
  public List<EventSource<?, AppRole>> prepareEventSources(EventSourceContext<AppRole> context) {
    return List.of(services.graph().roles().join(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<AppRole> reconcile(AppRole role, Context<AppRole> context) {
    return services.lifecycle().reconcile(role, steps);
  }

  @Override
  public DeleteControl cleanup(AppRole role, Context<AppRole> context) {
    return services.lifecycle().cleanup(role, steps);
  }
}
