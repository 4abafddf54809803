package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.controller.credentials.BindingSecret;
import dev.identitydomains.operator.controller.credentials.ClientCertificateRotation;
import dev.identitydomains.operator.controller.credentials.ClientKeyPair;
import dev.identitydomains.operator.controller.credentials.CredentialsSecrets;
import dev.identitydomains.operator.controller.credentials.KeyPlan;
import dev.identitydomains.operator.controller.credentials.PublishedSecret;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.engine.sync.SyncResult;
import dev.identitydomains.operator.engine.sync.SyncedApplication;
import dev.identitydomains.operator.plan.AppChange;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Executes the decided changes of an App, and publishes its credentials. */
final class ApplicationExecution {

  private final ApplicationReferences references;
  private final ClientCertificateRotation certificates;
  private final CredentialsSecrets secrets;
  private final AppChangeReporter changes;
  private final ApplicationResults results;

  ApplicationExecution(
      ApplicationReferences references,
      ClientCertificateRotation certificates,
      CredentialsSecrets secrets,
      AppChangeReporter changes,
      ApplicationResults results) {
    this.references = references;
    this.certificates = certificates;
    this.secrets = secrets;
    this.changes = changes;
    this.results = results;
  }

  ApplicationResult run(
      ApplicationContext run,
      ApplicationReferences.Resolved resolved,
      Decided decided,
      @Nullable ClientKeyPair key) {
    var app = run.app();
    var keys = Optional.ofNullable(decided.keys());
    return switch (run.sync()
        .execute(
            decided.plan(),
            decided.desired(),
            references.changeable(),
            next -> changes.announce(app, resolved.roles(), next))) {
      case SyncResult.Refused<SyncedApplication> refused ->
          ApplicationResult.stopped(app, FailureOutcomes.forRefusal(refused.refusal()));
      case SyncResult.Done<SyncedApplication> done -> {
        var synced = done.value();
        var rotated = keys.filter(KeyPlan::isChange).isPresent();
        report(run, synced.appId(), synced.changes(), rotated);
        var domain = run.connection().certificates();
        keys.ifPresent(plan -> certificates.deleteSuperseded(app, run.identity(), plan, domain));
        var secret = publish(run, resolved.requested(app), synced, decided, key);
        yield results.synced(
            run, resolved, synced, secret, keys.flatMap(KeyPlan::nextChange).orElse(null));
      }
    };
  }

  /** Reports changes of the App. */
  void report(ApplicationContext run, String appId, List<AppChange> made, boolean rotated) {
    changes.record(run.app(), appId, made, rotated, run.connection().roles()::nameOf);
  }

  private PublishedSecret publish(
      ApplicationContext run,
      Stream<String> scopes,
      SyncedApplication synced,
      Decided decided,
      @Nullable ClientKeyPair key) {
    var app = run.app();
    var published =
        CredentialsSecrets.nameFor(app)
            .map(name -> {
              var layout =
                  new BindingSecret(
                      app,
                      name,
                      synced.clientId(),
                      run.domain().facts(),
                      run.known().requestable(scopes, run.identity().owner()),
                      key);
              var source = new AppSecret(run.sync(), synced);
              return secrets.publish(
                  app, synced.appId(), layout, decided.present(), decided.blocked(), source);
            });
    secrets.deleteOthers(app);
    return published.orElse(PublishedSecret.WITHOUT_CLIENT_SECRET);
  }
}
