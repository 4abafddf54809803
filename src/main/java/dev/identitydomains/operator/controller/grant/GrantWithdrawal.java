package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.GrantRecord;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reference.GrantRecords;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.RecordedGrant;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.token.TokenFailure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** Revokes the grants that rested on a consent or a policy that was withdrawn. */
final class GrantWithdrawal {

  private final ResourceGraph graph;
  private final GrantRevocation revocation;
  private final GrantRecords records;
  private final EventRecorder events;

  GrantWithdrawal(
      ResourceGraph graph, GrantRevocation revocation, GrantRecords records, EventRecorder events) {
    this.graph = graph;
    this.revocation = revocation;
    this.records = records;
    this.events = events;
  }

  /**
   * Revokes the recorded grants of a resource, but adopted ones.
   *
   * @param outcome the outcome for the resource
   */
  GrantResult run(GrantResource grant, Outcome outcome) {
    if (records.of(grant).isEmpty()) {
      return GrantResult.stopped(outcome);
    }
    try {
      return revocation
          .run(grant, _ -> false)
          .map(revoked -> withdrawn(grant, outcome, revoked))
          .orElseGet(() -> GrantResult.stopped(outcome));
    } catch (CallException | TokenFailure e) {
      return GrantResult.stopped(FailureOutcomes.forCall(e));
    }
  }

  private GrantResult withdrawn(GrantResource grant, Outcome outcome, List<String> revoked) {
    var domain = GrantRecords.domain(grant);
    revoked.forEach(id -> {
      var note = "Grant %s of %s %s revoked.".formatted(id, grant.getKind(), References.key(grant));
      events.normal(grant, Event.AccessRevoked, note);
      References.definerFor(grant)
          .flatMap(graph::application)
          .map(HasMetadata.class::cast)
          .or(() -> graph.domain(domain))
          .ifPresent(other -> events.normal(other, Event.AccessRevoked, note));
    });
    var adopted = records.of(grant).stream().filter(RecordedGrant::adopted).toList();
    var kept = adopted.isEmpty() ? List.<GrantRecord>of() : records.sign(grant, domain, adopted);
    return new GrantResult(outcome, new GrantResult.Found(domain, null, null, kept));
  }
}
