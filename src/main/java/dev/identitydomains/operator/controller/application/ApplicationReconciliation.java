package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.credentials.ClientCertificateRotation;
import dev.identitydomains.operator.controller.credentials.ClientKeyPair;
import dev.identitydomains.operator.controller.credentials.CredentialsSecrets;
import dev.identitydomains.operator.controller.credentials.KeyPlan;
import dev.identitydomains.operator.controller.credentials.SecretTemplates;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reconcile.ImmutableFields;
import dev.identitydomains.operator.controller.reconcile.LimitOutcomes;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.Decision;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Refusal;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import dev.identitydomains.operator.translate.SpecCheck;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reconciles one ClientApplication with its domain: check, resolve, desire, plan, limit, execute,
 * publish, result. All steps share one plan.
 */
final class ApplicationReconciliation {

  private final ApplicationAdmission admission;
  private final ApplicationReferences references;
  private final ClientCertificateRotation certificates;
  private final CredentialsSecrets secrets;
  private final DriftCorrections corrections;
  private final ApplicationResults results;
  private final ApplicationExecution execution;

  ApplicationReconciliation(
      ApplicationAdmission admission,
      ApplicationReferences references,
      ClientCertificateRotation certificates,
      CredentialsSecrets secrets,
      DriftCorrections corrections,
      AppChangeReporter changes) {
    this.admission = admission;
    this.references = references;
    this.certificates = certificates;
    this.secrets = secrets;
    this.corrections = corrections;
    this.results = new ApplicationResults(references);
    this.execution = new ApplicationExecution(references, certificates, secrets, changes, results);
  }

  ApplicationResult run(ClientApplication app, ApplicationIdentity identity) {
    var problems = problems(app);
    if (!problems.isEmpty()) {
      return withdraw(app, identity)
          .orElseGet(() -> ApplicationResult.stopped(app, FailureOutcomes.invalidSpec(problems)));
    }
    return switch (admission.of(app, identity)) {
      case ApplicationAdmission.Refused refused when refused.withdrawn() -> refused.result();
      case ApplicationAdmission.Refused refused ->
          ImmutableFields.changed(app)
              .map(moved -> ApplicationResult.stopped(app, moved))
              .orElse(refused.result());
      case ApplicationAdmission.Admitted admitted -> reconcile(admitted.run());
    };
  }

  private static List<String> problems(ClientApplication app) {
    var problems = SpecCheck.problems(app.getSpec());
    return problems.isEmpty()
        ? Stream.concat(
                CredentialsSecrets.problems(app).stream(),
                ClientCertificateRotation.aliasProblem(app).stream())
            .toList()
        : problems;
  }

  /** Drops what is remembered of a deleted application. */
  void forget(ClientApplication app) {
    corrections.forget(app);
  }

  /**
   * Takes from an application that is not to be reconciled what was withdrawn; empty when it loses
   * nothing, and for a spec that its schema refuses.
   */
  Optional<ApplicationResult> withdraw(ClientApplication app, ApplicationIdentity identity) {
    if (!SpecCheck.problems(app.getSpec()).isEmpty()) {
      return Optional.empty();
    }
    return switch (admission.of(app, identity)) {
      case ApplicationAdmission.Refused refused when refused.withdrawn() ->
          Optional.of(refused.result());
      case ApplicationAdmission.Refused _ -> Optional.empty();
      case ApplicationAdmission.Admitted admitted -> {
        var run = admitted.run();
        yield admission.withdrawConsent(run, references.resolve(app, run.connection()));
      }
    };
  }

  private ApplicationResult reconcile(ApplicationContext run) {
    var app = run.app();
    var moved =
        ImmutableFields.changed(app)
            .or(() -> ImmutableFields.changed(app, run.identity(), run.known()));
    if (moved.isPresent()) {
      return ApplicationResult.stopped(app, moved.get());
    }
    var resolved = references.resolve(app, run.connection());
    try {
      var wanted = resolved.desire(app, run.identity());
      var desired = run.claim(wanted, references.isOfAnother(run, wanted));
      var observed = References.isObserved(app);
      return (observed ? admission.withdrawConsent(run, resolved) : admission.withdrawLeftOut(run))
          .orElseGet(
              () -> observed ? observe(run, resolved, desired) : enforce(run, resolved, desired));
    } catch (CallException | TokenFailure e) {
      return failed(run, resolved, e);
    } catch (SecretTemplates.TooLarge e) { // the spec alone does not tell
      return ApplicationResult.stopped(
          app, FailureOutcomes.invalidSpec(List.of(String.valueOf(e.getMessage()))));
    } catch (KubernetesClientException e) {
      return ApplicationResult.stopped(app, FailureOutcomes.refused(e));
    }
  }

  private ApplicationResult observe(
      ApplicationContext run, ApplicationReferences.Resolved resolved, DesiredApplication desired) {
    return switch (run.sync().plan(desired, _ -> false)) {
      case Refusal<ObservedApplication, AppChange> refusal ->
          stopped(run, resolved, FailureOutcomes.forRefusal(refusal));
      case Plan<ObservedApplication, AppChange> plan -> results.observed(run, resolved, plan);
    };
  }

  private ApplicationResult enforce(
      ApplicationContext run,
      ApplicationReferences.Resolved resolved,
      DesiredApplication declared) {
    var app = run.app();
    var present = secrets.find(app).orElse(null);
    var obstacle = foreign(run, declared, present).or(() -> references.obstacle(run, resolved));
    if (obstacle.isPresent()) {
      return stopped(run, resolved, obstacle.get());
    }
    run.sync().refreshIfUnconfirmed(declared);
    var identified = run.known().identify(declared);
    var blocked = secrets.blockedUntil(present).or(() -> certificates.blockedUntil(app));
    var aliases = run.known().certificates(identified);
    var keys = certificates.plan(app, run.identity(), present, aliases, blocked.isEmpty());
    var desired = keys.map(plan -> plan.applyTo(identified)).orElse(identified);
    return switch (run.sync().plan(desired, references.changeable())) {
      case Refusal<ObservedApplication, AppChange> refusal ->
          stopped(run, resolved, FailureOutcomes.forRefusal(refusal));
      case Plan<ObservedApplication, AppChange> plan -> {
        var limit = corrections.limit(app, plan, run.sync());
        yield limit.isPresent()
            ? stopped(run, resolved, limit.get())
            : uploadAndExecute(
                run, resolved, new Decided(plan, desired, keys.orElse(null), present, blocked));
      }
    };
  }

  private ApplicationResult failed(
      ApplicationContext run, ApplicationReferences.Resolved resolved, RuntimeException failed) {
    var outcome =
        references
            .missingScope(run.app(), resolved, failed)
            .or(() -> LimitOutcomes.of(failed, run.connection().appLimit()))
            .orElseGet(() -> FailureOutcomes.forCall(failed));
    if (failed instanceof CallException call && call.isRefused()) {
      try {
        return stopped(run, resolved, outcome);
      } catch (CallException | TokenFailure e) {
        return ApplicationResult.stopped(run.app(), FailureOutcomes.forCall(e));
      }
    }
    return ApplicationResult.stopped(run.app(), outcome);
  }

  /** What stops a plan does not hold up the end of a consent. */
  private ApplicationResult stopped(
      ApplicationContext run, ApplicationReferences.Resolved resolved, Outcome outcome) {
    return admission
        .withdrawConsent(run, resolved)
        .orElseGet(() -> ApplicationResult.stopped(run.app(), outcome));
  }

  private ApplicationResult uploadAndExecute(
      ApplicationContext run, ApplicationReferences.Resolved resolved, Decided decided) {
    var domain = run.connection().certificates();
    var keys = Optional.ofNullable(decided.keys());
    var key = keys.flatMap(plan -> certificates.issue(run.app(), plan, domain)).orElse(null);
    return switch (keys.filter(KeyPlan::isIssueDue).isPresent()
        ? decideAnew(run, decided)
        : decided.plan()) {
      case Refusal<ObservedApplication, AppChange> refusal ->
          stopped(run, resolved, FailureOutcomes.forRefusal(refusal));
      case Plan<ObservedApplication, AppChange> plan ->
          execute(run, resolved, decided.with(plan, decided.desired()), key);
    };
  }

  /** A plan that has waited for an upload is out of date. */
  private Decision<ObservedApplication, AppChange> decideAnew(
      ApplicationContext run, Decided decided) {
    run.sync().refreshIfUnconfirmed(decided.desired());
    return run.sync().plan(decided.desired(), references.changeable());
  }

  /** One scope that nobody defines does not keep the whole App out of the domain. */
  private ApplicationResult execute(
      ApplicationContext run,
      ApplicationReferences.Resolved resolved,
      Decided decided,
      @Nullable ClientKeyPair key) {
    try {
      return execution.run(run, resolved, decided, key);
    } catch (CallException e) {
      if (!e.answered(400)) {
        throw e;
      }
      return switch (run.sync().plan(decided.desired(), references.changeable())) {
        case Refusal<ObservedApplication, AppChange> _ -> throw e;
        case Plan<ObservedApplication, AppChange> left ->
            references
                .withoutRefused(run, resolved, left.subject(), e)
                .map(fewer -> executeWithout(run, fewer, decided, left.subject(), key))
                .orElseThrow(() -> e);
      };
    }
  }

  private ApplicationResult executeWithout(
      ApplicationContext run,
      ApplicationReferences.Resolved fewer,
      Decided refused,
      @Nullable ObservedApplication found,
      @Nullable ClientKeyPair key) {
    var desired = refused.desired().withoutScopes(fewer.scopes().refused().scopes());
    return switch (run.sync().plan(desired, references.changeable())) {
      case Refusal<ObservedApplication, AppChange> refusal ->
          stopped(run, fewer, FailureOutcomes.forRefusal(refusal));
      case Plan<ObservedApplication, AppChange> plan -> {
        if (found != null) {
          execution.report(run, found.ref().id(), made(refused.plan(), plan), false);
        }
        yield execute(run, fewer, refused.with(plan, desired), key);
      }
    };
  }

  /** What a refused plan has changed before its refusal: the next one lacks it. */
  private static List<AppChange> made(
      Plan<ObservedApplication, AppChange> refused, Plan<ObservedApplication, AppChange> next) {
    return refused.changes().stream()
        .filter(change ->
            switch (change) {
              case AppChange.Adopt _,
                  AppChange.Inherit _,
                  AppChange.RestoreOwner _,
                  AppChange.RemoveAllowedScopes _ ->
                  true;
              default -> false; // they follow the attributes of the App
            })
        .filter(change -> !next.changes().contains(change))
        .toList();
  }

  /** A restored Secret may still lack its owner, but names the App. */
  private static Optional<Outcome> foreign(
      ApplicationContext run, DesiredApplication declared, @Nullable Secret present) {
    return present == null
            || CredentialsSecrets.isOwned(present, run.app())
            || run.known().claimed(declared.claim()).stream()
                .anyMatch(app -> CredentialsSecrets.isOf(present, app.id()))
        ? Optional.empty()
        : Optional.of(
            new Outcome.Stalled(
                Reason.SecretConflict,
                "Secret %s exists and does not belong to this resource. The operator leaves it unchanged. Delete the Secret, or set spec.credentialsSecret.name."
                    .formatted(References.key(present)),
                Interval.SECRET_CONFLICT.duration()));
  }
}
