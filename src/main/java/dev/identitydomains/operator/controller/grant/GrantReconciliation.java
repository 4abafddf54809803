package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.GrantRecord;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.api.v1alpha1.GrantStatus;
import dev.identitydomains.operator.api.v1alpha1.ObjectAdoptionPolicy;
import dev.identitydomains.operator.controller.reconcile.DriftOutcomes;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reference.GrantRecords;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.sync.GrantSync;
import dev.identitydomains.operator.engine.sync.SyncResult;
import dev.identitydomains.operator.engine.sync.SyncedGrant;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.Decision;
import dev.identitydomains.operator.plan.DesiredGrant;
import dev.identitydomains.operator.plan.Entitlement;
import dev.identitydomains.operator.plan.GrantChange;
import dev.identitydomains.operator.plan.GrantClaim;
import dev.identitydomains.operator.plan.ObservedGrant;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.RecordedGrant;
import dev.identitydomains.operator.plan.Refusal;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.token.TokenFailure;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reconciles one grant with its domain: check, admit, resolve, desire, plan, announce, execute. */
final class GrantReconciliation {

  private final ResourceGraph graph;
  private final Entitlements entitlements;
  private final GrantAdmission admission;
  private final GrantRecords records;
  private final GrantStatuses statuses;
  private final EventRecorder events;

  GrantReconciliation(
      ResourceGraph graph,
      Entitlements entitlements,
      GrantAdmission admission,
      GrantRecords records,
      GrantStatuses statuses,
      EventRecorder events) {
    this.graph = graph;
    this.entitlements = entitlements;
    this.admission = admission;
    this.records = records;
    this.statuses = statuses;
    this.events = events;
  }

  GrantResult run(GrantResource grant) {
    var domain = graph.domainOf(grant);
    return switch (admission.of(grant, domain)) {
      case GrantAdmission.Refused refused -> refused.result();
      case GrantAdmission.Admitted admitted -> resolve(grant, domain, admitted);
    };
  }

  /** Takes from a paused resource what was withdrawn; empty when it may have its grant. */
  Optional<GrantResult> withdraw(GrantResource grant) {
    return admission.of(grant, graph.domainOf(grant))
                instanceof GrantAdmission.Refused(var result, var withdrawn)
            && withdrawn
        ? Optional.of(result)
        : Optional.empty();
  }

  private GrantResult resolve(
      GrantResource grant, String domain, GrantAdmission.Admitted admitted) {
    return switch (entitlements.find(grant, domain, admitted.connection())) {
      case Entitlements.Obstacle(var outcome) -> GrantResult.stopped(outcome);
      case Entitlements.Found(var entitlement) -> grant(grant, domain, entitlement, admitted);
    };
  }

  private GrantResult grant(
      GrantResource grant,
      String domain,
      Entitlement entitlement,
      GrantAdmission.Admitted admitted) {
    try {
      var sync = admitted.connection().grants();
      var recorded = records.of(grant);
      return desire(grant, entitlement, recorded, sync)
          .map(desired ->
              reconcile(
                  new Target(
                      grant, domain, desired, claim(grant, desired, recorded, admitted.inherits())),
                  sync))
          .orElseGet(
              () -> GrantResult.stopped(NamedGrantee.of(grant.getSpec().grantee()).missing()));
    } catch (CallException | TokenFailure e) {
      return GrantResult.stopped(FailureOutcomes.forCall(e));
    } catch (KubernetesClientException e) {
      return GrantResult.stopped(FailureOutcomes.refused(e));
    }
  }

  /**
   * Reads no id of a grantee that has the grant: its id is immutable, while its name may change.
   */
  private static Optional<DesiredGrant> desire(
      GrantResource grant, Entitlement entitlement, List<RecordedGrant> recorded, GrantSync sync) {
    var grantee = NamedGrantee.of(grant.getSpec().grantee());
    return recorded.stream()
        .filter(_ -> References.isReady(grant))
        .map(record -> new DesiredGrant(grantee.type(), record.granteeId(), entitlement))
        .filter(known -> sync.find(known).isPresent())
        .findFirst()
        .or(() -> grantee.id(sync).map(id -> new DesiredGrant(grantee.type(), id, entitlement)));
  }

  /**
   * Grants have no owner tags: after a move, a grant of an application of the namespace counts as
   * made by the resource, and another one as adopted.
   */
  private static GrantClaim claim(
      GrantResource grant, DesiredGrant desired, List<RecordedGrant> recorded, boolean inherits) {
    var adopts = grant.getSpec().adoptionPolicy() == ObjectAdoptionPolicy.ByName;
    return inherits
            && References.isOwn(grant)
            && recorded.stream().noneMatch(known -> known.isOf(desired))
        ? new GrantClaim(
            Stream.concat(recorded.stream(), Stream.of(RecordedGrant.announced(desired))).toList(),
            adopts)
        : new GrantClaim(recorded, adopts || inherits);
  }

  /** A grant to reconcile. */
  private record Target(
      GrantResource grant, String domain, DesiredGrant desired, GrantClaim claim) {}

  private GrantResult reconcile(Target target, GrantSync sync) {
    var observed = graph.isObserved(target.grant());
    if (!observed) {
      sync.refreshIfUnconfirmed(target.desired());
    }
    var decision = sync.plan(target.desired(), target.claim());
    var holder =
        isMadeByItself(decision, target.claim()) ? Optional.<GrantResource>empty() : holder(target);
    if (holder.isPresent()) {
      return GrantResult.stopped(
          GrantConflicts.conflict(target.grant(), holder.get(), target.domain()));
    }
    return switch (decision) {
      case Refusal<ObservedGrant, GrantChange> refusal ->
          GrantResult.stopped(FailureOutcomes.forRefusal(refusal));
      case Plan<ObservedGrant, GrantChange> plan when observed -> observe(target, plan);
      case Plan<ObservedGrant, GrantChange> plan -> execute(target, plan, sync);
    };
  }

  /** A grant that is only announced may have been made by another. */
  private static boolean isMadeByItself(
      Decision<ObservedGrant, GrantChange> decision, GrantClaim claim) {
    return decision instanceof Plan<ObservedGrant, GrantChange> plan
        && (plan.subject() == null
            || claim.records().stream()
                .anyMatch(record -> plan.subject().id().equals(record.grantId())));
  }

  /** The resource whose grant this is: one that it did not find by the names in the specs. */
  private Optional<GrantResource> holder(Target target) {
    return records.holder(target.grant(), target.domain(), target.desired());
  }

  private static GrantResult observe(Target target, Plan<ObservedGrant, GrantChange> plan) {
    var grant = target.grant();
    if (plan.subject() == null) {
      return GrantResult.stopped(DriftOutcomes.detected(DriftOutcomes.attributes(plan)));
    }
    var kept = Optional.ofNullable(grant.getStatus()).map(GrantStatus::grants).orElse(List.of());
    return new GrantResult(
        inSync(grant),
        new GrantResult.Found(
            target.domain(), target.desired().granteeId(), plan.subject().id(), kept));
  }

  private GrantResult execute(
      Target target, Plan<ObservedGrant, GrantChange> plan, GrantSync sync) {
    var before = target.grant().getStatus();
    try {
      return switch (sync.execute(
          plan, target.desired(), target.claim(), next -> announce(target, next))) {
        case SyncResult.Refused<SyncedGrant> refused -> {
          target.grant().setStatus(before);
          yield GrantResult.stopped(FailureOutcomes.forRefusal(refused.refusal()));
        }
        case SyncResult.Done<SyncedGrant> done -> {
          report(target.grant(), before, done.value());
          yield found(target, done.value());
        }
      };
    } catch (CallException e) {
      if (e.isRefused() && plan.changes().size() == 1) {
        target.grant().setStatus(before); // nothing was created
      }
      throw e;
    }
  }

  /** A process that ends between the creation and its record leaves the announcement. */
  private void announce(Target target, Plan<ObservedGrant, GrantChange> plan) {
    if (plan.subject() != null) {
      return;
    }
    var grant = target.grant();
    var announced =
        Stream.concat(
                target.claim().records().stream().filter(record -> !record.isOf(target.desired())),
                Stream.of(RecordedGrant.announced(target.desired())))
            .toList();
    var signed = records.sign(grant, target.domain(), announced);
    var announcement = announcement(grant, target.domain(), signed);
    statuses.write(grant, announcement);
    grant.setStatus(announcement); // the report of a failure keeps it
  }

  private static GrantStatus announcement(
      GrantResource grant, String domain, List<GrantRecord> signed) {
    var before = grant.getStatus();
    return before == null
        ? new GrantStatus(null, null, domain, null, null, signed)
        : new GrantStatus(
            before.observedGeneration(), before.conditions(), domain, null, null, signed);
  }

  private GrantResult found(Target target, SyncedGrant synced) {
    var desired = target.desired();
    var record = recorded(target, synced);
    var signed = records.sign(target.grant(), target.domain(), List.of(record));
    return new GrantResult(
        inSync(target.grant()),
        new GrantResult.Found(target.domain(), desired.granteeId(), synced.grantId(), signed));
  }

  private static Outcome inSync(GrantResource grant) {
    return new Outcome.Synced(
        switch (grant) {
          case AppRoleGrant _ -> "The role is granted.";
          case AppAssignment _ -> "The application is assigned.";
        });
  }

  private static RecordedGrant recorded(Target target, SyncedGrant synced) {
    var desired = target.desired();
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
    return target.claim().records().stream()
        .filter(known -> known.isOf(desired))
        .findFirst()
        .orElse(announced)
        .confirmed(synced.grantId());
  }

  private void report(GrantResource grant, @Nullable GrantStatus before, SyncedGrant synced) {
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
