package dev.identitydomains.operator.controller;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleStatus;
import dev.identitydomains.operator.engine.Applied;
import dev.identitydomains.operator.engine.DomainConnection;
import dev.identitydomains.operator.engine.Domains;
import dev.identitydomains.operator.engine.RoleName;
import dev.identitydomains.operator.engine.RoleSync;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.scim.ScimException;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.DesiredRoles;
import dev.identitydomains.operator.translate.SpecCheck;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Keeps a role of an App as its AppRole says. */
@ControllerConfiguration(
    name = "approle",
    finalizerName = "identitydomains.dev/approle",
    fieldManager = Names.FIELD_MANAGER)
final class AppRoleReconciler implements Reconciler<AppRole>, Cleaner<AppRole> {

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final Domains domains;
  private final DomainAccess access;
  private final ResourceGraph graph;
  private final Reporter reporter;

  AppRoleReconciler(Domains domains, DomainAccess access, ResourceGraph graph, Reporter reporter) {
    this.domains = domains;
    this.access = access;
    this.graph = graph;
    this.reporter = reporter;
  }

  private record Progress(Outcome outcome, Optional<Applied.AppRole> made) {

    static Progress stopped(Outcome outcome) {
      return new Progress(outcome, Optional.empty());
    }
  }

  @Override
  public List<EventSource<?, AppRole>> prepareEventSources(EventSourceContext<AppRole> context) {
    return List.of(graph.joinRoles(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<AppRole> reconcile(AppRole role, Context<AppRole> context) {
    graph.awaitComplete();
    var update = UpdateControl.<AppRole>noUpdate();
    var progress = progress(role);
    report(role, progress);
    return reporter
        .nextCheck(role, progress.outcome(), INTERVAL)
        .map(update::rescheduleAfter)
        .orElse(update);
  }

  @Override
  public DeleteControl cleanup(AppRole role, Context<AppRole> context) {
    graph.awaitComplete();
    var blocked = remove(role);
    if (blocked.isPresent()) {
      report(role, Progress.stopped(blocked.get()));
      var next = reporter.nextCheck(role, blocked.get(), INTERVAL).orElse(INTERVAL);
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(next);
    }
    reporter.forget(role);
    graph.roleChanged(role);
    return DeleteControl.defaultDelete();
  }

  private Progress progress(AppRole role) {
    var problems = SpecCheck.problems(role.getSpec());
    if (!problems.isEmpty()) {
      return Progress.stopped(Failures.invalidSpec(problems));
    }
    var rival = olderRival(role);
    if (rival.isPresent()) {
      return Progress.stopped(conflict(role, rival.get()));
    }
    var changed = ImmutableFields.changed(role);
    if (changed.isPresent()) {
      return Progress.stopped(changed.get());
    }
    var application = graph.application(ResourceGraph.applicationOf(role));
    var appId = application.flatMap(graph::appId);
    if (appId.isEmpty()) {
      return Progress.stopped(
          new Outcome.Waiting(
              Reason.DependencyNotReady,
              "ClientApplication %s %s."
                  .formatted(
                      ResourceGraph.applicationOf(role),
                      application.isEmpty()
                          ? "does not exist: create it"
                          : "is not in its domain yet")));
    }
    return switch (access.of(application.orElseThrow())) {
      case DomainAccess.Denied denied -> Progress.stopped(denied.outcome());
      case DomainAccess.Granted granted -> apply(role, appId.get(), granted.domain().connection());
    };
  }

  private Progress apply(AppRole role, String appId, DomainConnection connection) {
    try {
      var desired = DesiredRoles.of(appId, role.getMetadata().getName(), role.getSpec());
      return switch (new RoleSync(connection.scim()).apply(desired)) {
        case Applied.Refused refused -> Progress.stopped(Failures.of(refused));
        case Applied.AppRole made -> {
          record(role, made);
          yield new Progress(
              new Outcome.Synced("The role is as the spec says."), Optional.of(made));
        }
        case Applied.Application _ -> throw new IllegalStateException("a role was asked for");
      };
    } catch (ScimException | TokenFailure e) {
      return Progress.stopped(Failures.of(e));
    }
  }

  private void record(AppRole role, Applied.AppRole made) {
    if (!made.changes().isEmpty()) {
      var created = made.changes().getFirst() instanceof Change.CreateRole;
      reporter.events().normal(role, created ? "Created" : "Updated", "AppRole " + made.roleId());
    }
  }

  private void report(AppRole role, Progress progress) {
    var before = Optional.ofNullable(role.getStatus());
    var status =
        new AppRoleStatus(
            role.getMetadata().getGeneration(),
            reporter.conditions(
                role, before.map(AppRoleStatus::conditions).orElse(null), progress.outcome()),
            progress
                .made()
                .map(_ -> role.getSpec().applicationRef().name())
                .or(() -> before.map(AppRoleStatus::application))
                .orElse(null),
            progress
                .made()
                .map(Applied.AppRole::roleId)
                .or(() -> before.map(AppRoleStatus::roleId))
                .orElse(null),
            progress
                .made()
                .flatMap(Applied.AppRole::uniqueName)
                .or(() -> before.map(AppRoleStatus::uniqueName))
                .orElse(null));
    reporter.statuses().write(role, status, AppRole::new);
    if (!before.map(AppRoleStatus::roleId).equals(Optional.ofNullable(status.roleId()))) {
      graph.roleChanged(role);
    }
  }

  /** Removes the role; one whose application is gone or going went with its App. */
  private Optional<Outcome> remove(AppRole role) {
    if (role.getSpec() == null || "Retain".equals(role.getSpec().deletionPolicy())) {
      return Optional.empty();
    }
    var application = graph.application(ResourceGraph.applicationOf(role));
    var appId = application.flatMap(graph::appId);
    if (appId.isEmpty() || olderRival(role).isPresent()) {
      return Optional.empty();
    }
    var connection = domains.lastConnection(ResourceGraph.domainOf(application.orElseThrow()));
    if (connection.isEmpty()) {
      return Optional.of(
          new Outcome.Waiting(
              Reason.DeletionBlocked,
              "The IdentityDomain of ClientApplication %s is not ready; the role cannot be deleted. Bring it back, or set spec.deletionPolicy to Retain."
                  .formatted(ResourceGraph.applicationOf(role))));
    }
    return delete(role, appId.get(), connection.get());
  }

  private Optional<Outcome> delete(AppRole role, String appId, DomainConnection connection) {
    var name = DesiredRoles.displayName(role.getMetadata().getName(), role.getSpec());
    try {
      if (!new RoleSync(connection.scim()).delete(new RoleName(appId, name)).isEmpty()) {
        reporter.events().normal(role, "Deleted", "AppRole %s deleted.".formatted(name));
      }
      return Optional.empty();
    } catch (ScimException | TokenFailure e) {
      return Optional.of(ApplicationRemoval.blocked(Failures.of(e)));
    }
  }

  /** Another AppRole for the same role that was there first. */
  private Optional<AppRole> olderRival(AppRole role) {
    var namespace = role.getMetadata().getNamespace();
    var name = DesiredRoles.displayName(role.getMetadata().getName(), role.getSpec());
    var age =
        Comparator.comparing((AppRole r) -> r.getMetadata().getCreationTimestamp())
            .thenComparing(r -> r.getStatus() == null || r.getStatus().roleId() == null)
            .thenComparing(r -> r.getMetadata().getUid());
    return graph
        .rolesNamed(namespace, role.getSpec().applicationRef().name(), name)
        .filter(other -> age.compare(other, role) < 0)
        .min(age);
  }

  private static Outcome conflict(AppRole role, AppRole rival) {
    return new Outcome.Stalled(
        Reason.Conflict,
        "AppRole %s already stands for role '%s' of that application. Remove one of the two."
            .formatted(
                ResourceGraph.key(rival),
                DesiredRoles.displayName(role.getMetadata().getName(), role.getSpec())),
        Optional.of(INTERVAL));
  }
}
