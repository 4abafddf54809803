package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrantStatus;
import dev.identitydomains.operator.api.v1alpha1.GrantRecord;
import dev.identitydomains.operator.api.v1alpha1.ObjectAdoptionPolicy;
import dev.identitydomains.operator.controller.reconcile.DriftOutcomes;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.GrantRecords;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.sync.GrantSync;
import dev.identitydomains.operator.engine.sync.SyncResult;
import dev.identitydomains.operator.engine.sync.SyncedGrant;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.DesiredGrant;
import dev.identitydomains.operator.plan.GrantChange;
import dev.identitydomains.operator.plan.GrantClaim;
import dev.identitydomains.operator.plan.ObservedGrant;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.RecordedGrant;
import dev.identitydomains.operator.plan.Refusal;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.token.TokenFailure;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reconciles one AppRoleGrant with its domain: check, admit, resolve, desire, plan, announce,
 * execute.
 */
final class GrantReconciliation {

  private static final Outcome IN_SYNC = new Outcome.Synced("The role is granted.");

  private final ResourceGraph graph;
  private final RoleReferences roles;
  private final GrantAdmission admission;
  private final GrantRecords records;
  private final StatusReporter reporter;
  private final EventRecorder events;

  GrantReconciliation(
      ResourceGraph graph,
      RoleReferences roles,
      GrantAdmission admission,
      GrantRecords records,
      StatusReporter reporter,
      EventRecorder events) {
    this.graph = graph;
    this.roles = roles;
    this.admission = admission;
    this.records = records;
    this.reporter = reporter;
    this.events = events;
  }

  GrantResult run(AppRoleGrant grant, Priority priority) {
    var domain = graph.domainOf(grant);
    return switch (admission.of(grant, domain, priority)) {
      case GrantAdmission.Refused refused -> refused.result();
      case GrantAdmission.Admitted admitted ->
          resolve(grant, domain, admitted.connection(), priority);
    };
  }

  private GrantResult resolve(
      AppRoleGrant grant, String domain, DomainConnection connection, Priority priority) {
    var resolved = roles.find(grant, domain, connection);
    var obstacle = resolved.obstacle(grant, "spec.role");
    if (obstacle.isPresent()) {
      return GrantResult.stopped(obstacle.get());
    }
    try {
      var sync = connection.grants();
      var role = resolved.roles().iterator().next();
      var recorded = records.of(grant);
      return desire(grant, role, recorded, sync)
          .map(desired -> reconcile(grant, domain, desired, recorded, sync, priority))
          .orElseGet(
              () -> GrantResult.stopped(NamedGrantee.of(grant.getSpec().grantee()).missing()));
    } catch (CallException | TokenFailure e) {
      return GrantResult.stopped(FailureOutcomes.forCall(e));
    } catch (KubernetesClientException e) {
      return GrantResult.stopped(FailureOutcomes.refused(e));
    }
  }

  /** Reads no id of a grantee that has the role: its id is immutable, while its name may change. */
  private static Optional<DesiredGrant> desire(
      AppRoleGrant grant, Role role, List<RecordedGrant> recorded, GrantSync sync) {
    var grantee = NamedGrantee.of(grant.getSpec().grantee());
    return recorded.stream()
        .filter(_ -> References.isReady(grant))
        .map(record -> new DesiredGrant(grantee.type(), record.granteeId(), role))
        .filter(known -> sync.find(known).isPresent())
        .findFirst()
        .or(() -> grantee.id(sync).map(id -> new DesiredGrant(grantee.type(), id, role)));
  }

  private GrantResult reconcile(
      AppRoleGrant grant,
      String domain,
      DesiredGrant desired,
      List<RecordedGrant> recorded,
      GrantSync sync,
      Priority priority) {
    var mayAdopt = grant.getSpec().adoptionPolicy() == ObjectAdoptionPolicy.ByName;
    var claim = new GrantClaim(recorded, mayAdopt);
    var observed = graph.isObserved(grant);
    if (!observed) {
      sync.refreshIfUnconfirmed(desired);
    }
    return switch (sync.plan(desired, claim)) {
      case Refusal<ObservedGrant, GrantChange> refusal ->
          GrantResult.stopped(FailureOutcomes.forRefusal(refusal));
      case Plan<ObservedGrant, GrantChange> plan when observed ->
          observe(grant, domain, desired, plan);
      case Plan<ObservedGrant, GrantChange> plan ->
          execute(new Decided(grant, domain, desired, claim, plan), sync, priority);
    };
  }

  private static GrantResult observe(
      AppRoleGrant grant,
      String domain,
      DesiredGrant desired,
      Plan<ObservedGrant, GrantChange> plan) {
    if (plan.subject() == null) {
      return GrantResult.stopped(DriftOutcomes.detected(DriftOutcomes.attributes(plan)));
    }
    var kept =
        Optional.ofNullable(grant.getStatus()).map(AppRoleGrantStatus::grants).orElse(List.of());
    return new GrantResult(
        IN_SYNC, new GrantResult.Found(domain, desired.granteeId(), plan.subject().id(), kept));
  }

  /** The decided changes of a grant. */
  private record Decided(
      AppRoleGrant grant,
      String domain,
      DesiredGrant desired,
      GrantClaim claim,
      Plan<ObservedGrant, GrantChange> plan) {}

  private GrantResult execute(Decided decided, GrantSync sync, Priority priority) {
    var before = decided.grant().getStatus();
    announce(decided);
    try {
      return switch (sync.execute(decided.plan(), decided.desired(), decided.claim(), priority)) {
        case SyncResult.Refused<SyncedGrant> refused -> {
          decided.grant().setStatus(before);
          yield GrantResult.stopped(FailureOutcomes.forRefusal(refused.refusal()));
        }
        case SyncResult.Done<SyncedGrant> done -> {
          report(decided.grant(), before, done.value());
          yield found(decided, done.value());
        }
      };
    } catch (CallException e) {
      if (e.isRefused() && decided.plan().changes().size() == 1) {
        decided.grant().setStatus(before); // nothing was created
      }
      throw e;
    }
  }

  /** A process that ends between the creation and its record leaves the announcement. */
  private void announce(Decided decided) {
    if (decided.plan().subject() == null) {
      var grant = decided.grant();
      var announced =
          Stream.concat(
                  decided.claim().records().stream()
                      .filter(record -> !record.isOf(decided.desired())),
                  Stream.of(RecordedGrant.announced(decided.desired())))
              .toList();
      var signed = records.sign(grant, decided.domain(), announced);
      var announcement = announcement(grant, decided.domain(), signed);
      reporter.write(grant, announcement, AppRoleGrant::new);
      grant.setStatus(announcement); // the report of a failure keeps it
    }
  }

  private static AppRoleGrantStatus announcement(
      AppRoleGrant grant, String domain, List<GrantRecord> signed) {
    var before = grant.getStatus();
    return before == null
        ? new AppRoleGrantStatus(null, null, domain, null, null, signed)
        : new AppRoleGrantStatus(
            before.observedGeneration(), before.conditions(), domain, null, null, signed);
  }

  private GrantResult found(Decided decided, SyncedGrant synced) {
    var desired = decided.desired();
    var record = recorded(decided, synced);
    var signed = records.sign(decided.grant(), decided.domain(), List.of(record));
    return new GrantResult(
        IN_SYNC,
        new GrantResult.Found(decided.domain(), desired.granteeId(), synced.grantId(), signed));
  }

  private static RecordedGrant recorded(Decided decided, SyncedGrant synced) {
    var desired = decided.desired();
    var announced = RecordedGrant.announced(desired);
    for (var change : synced.changes()) {
      switch (change) {
        case GrantChange.Create _ -> {
          return announced.confirmed(synced.grantId());
        }
        case GrantChange.Adopt _ -> {
          return RecordedGrant.adopted(desired, synced.grantId());
        }
        case GrantChange.Revoke _ -> {} // of a former grant
      }
    }
    return decided.claim().records().stream()
        .filter(known -> known.isOf(desired))
        .findFirst()
        .orElse(announced)
        .confirmed(synced.grantId());
  }

  private void report(AppRoleGrant grant, @Nullable AppRoleGrantStatus before, SyncedGrant synced) {
    if (synced.changes().isEmpty()) {
      return;
    }
    var isAdopted = synced.changes().stream().anyMatch(GrantChange.Adopt.class::isInstance);
    var isNew = before == null || before.grantId() == null;
    var reason = isNew ? Event.Created : Event.Updated;
    events.normal(
        grant,
        isAdopted ? Event.Adopted : References.isReady(grant) ? Event.DriftCorrected : reason,
        "Grant %s: %s".formatted(synced.grantId(), isAdopted ? "adopted" : "created"));
  }
}
