package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.api.v1alpha1.GrantedRole;
import dev.identitydomains.operator.api.v1alpha1.LocalRef;
import dev.identitydomains.operator.controller.credentials.CredentialsSecrets;
import dev.identitydomains.operator.controller.credentials.PublishedSecret;
import dev.identitydomains.operator.controller.credentials.SecretRotation;
import dev.identitydomains.operator.controller.reconcile.DriftOutcomes;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.sync.SyncedApplication;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The last step of a run: outcome, status and requeue delay. */
final class ApplicationResults {

  private final ApplicationReferences references;

  ApplicationResults(ApplicationReferences references) {
    this.references = references;
  }

  /** The result where the operator only observes: the plan is the drift. */
  ApplicationResult observed(
      ApplicationContext run,
      ApplicationReferences.Resolved resolved,
      Plan<ObservedApplication, AppChange> plan) {
    var found = plan.subject();
    Map<String, Role> grants = found == null ? Map.of() : found.grants();
    var granted = GrantedRoles.entries(run.app(), resolved.roles(), grants);
    var drift = DriftOutcomes.attributes(plan);
    return new ApplicationResult(
        drift.isEmpty() ? outcome(run, resolved, granted, grants) : DriftOutcomes.detected(drift),
        withApp(run.app(), found).withState(granted, drift),
        found == null ? null : found.ref().id(),
        false,
        Interval.RESYNC.duration());
  }

  private static ClientApplicationStatus withApp(
      ClientApplication app, @Nullable ObservedApplication found) {
    var before = ApplicationResult.before(app);
    var domain = References.domainOf(app);
    return found == null
        ? before.withApp(domain, null, null, null)
        : before.withApp(domain, found.ref().id(), found.ref().ocid(), found.clientId());
  }

  /**
   * The result of an executed plan.
   *
   * @param nextCertificate time of the next change of certificates; null for never
   */
  ApplicationResult synced(
      ApplicationContext run,
      ApplicationReferences.Resolved resolved,
      SyncedApplication synced,
      PublishedSecret secret,
      @Nullable Instant nextCertificate) {
    var app = run.app();
    var granted = GrantedRoles.entries(app, resolved.roles(), synced.grants());
    var status =
        ApplicationResult.before(app)
            .withApp(References.domainOf(app), synced.appId(), synced.ocid(), synced.clientId())
            .withState(granted, null)
            .withCredentials(
                CredentialsSecrets.nameFor(app).map(LocalRef::new).orElse(null),
                secret.since().map(Instant::toString).orElse(null));
    var nextRotation =
        secret.postponed().or(() -> SecretRotation.dueAt(app, secret.since().orElse(null)));
    return new ApplicationResult(
        outcome(run, resolved, granted, synced.grants()),
        status,
        synced.appId(),
        !synced.changes().isEmpty(),
        until(Stream.concat(nextRotation.stream(), Stream.ofNullable(nextCertificate))));
  }

  private Outcome outcome(
      ApplicationContext run,
      ApplicationReferences.Resolved resolved,
      @Nullable List<GrantedRole> granted,
      Map<String, Role> grants) {
    var app = run.app();
    var warning =
        app.getSpec().appRoles() == null || granted == null
            ? ""
            : GrantedRoles.foreign(granted, grants, run.connection().roles()::nameOf);
    return references
        .missing(app, resolved)
        .orElseGet(() -> new Outcome.Synced("The App matches the spec.", warning));
  }

  /** The time until the earliest rotation, if that is before the next regular reconciliation. */
  private static Duration until(Stream<Instant> rotations) {
    var now = Instant.now();
    return rotations
        .map(at -> at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO)
        .map(due -> due.plusSeconds(1))
        .filter(due -> due.compareTo(Interval.RESYNC.duration()) < 0)
        .min(Duration::compareTo)
        .orElseGet(Interval.RESYNC::duration);
  }
}
