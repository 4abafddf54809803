package dev.identitydomains.operator.controller;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.LocalRef;
import dev.identitydomains.operator.api.v1alpha1.OAuthClient;
import dev.identitydomains.operator.engine.ApplicationSync;
import dev.identitydomains.operator.engine.Applied;
import dev.identitydomains.operator.engine.DomainState;
import dev.identitydomains.operator.engine.Urgency;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.scim.ScimException;
import dev.identitydomains.operator.scim.Sensitive;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import dev.identitydomains.operator.translate.DesiredApplications;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Brings one ClientApplication into a domain that is ready: App, grants, Secret. */
final class ApplicationConvergence {

  private static final Duration SECRET_RECHECK = Duration.ofSeconds(30);

  private final ApiServerTurns turns;
  private final ResourceGraph graph;
  private final RoleReferences roles;
  private final CredentialsSecrets secrets;
  private final ApplicationChanges changes;

  ApplicationConvergence(
      ApiServerTurns turns,
      ResourceGraph graph,
      CredentialsSecrets secrets,
      ApplicationChanges changes) {
    this.turns = turns;
    this.graph = graph;
    this.roles = new RoleReferences(graph);
    this.secrets = secrets;
    this.changes = changes;
  }

  /**
   * Brings it there.
   *
   * @param owned the Secrets that are known to be the application's own
   */
  Progress run(
      ClientApplication app,
      ApplicationIdentity identity,
      DomainState.Ready domain,
      Set<Secret> owned,
      Urgency urgency) {
    var secretName = CredentialsSecrets.nameFor(app);
    var present = secretName.flatMap(name -> secrets.find(app, name, owned));
    var obstacle = obstacle(app, present);
    if (obstacle.isPresent()) {
      return Progress.stopped(obstacle.get(), app.getStatus());
    }
    try {
      var desired = DesiredApplications.of(identity, app.getSpec());
      var resolved = roles.resolve(app, domain.connection().roles());
      var sync = domain.connection().applications();
      var wanted = granting(desired, resolved);
      var observing = References.isObserved(app);
      if (!observing && changes.isQuarrel(app, () -> sync.observe(wanted))) {
        return Progress.stopped(quarrel(sync.observe(wanted), sync), app.getStatus());
      }
      var applied =
          observing ? sync.observe(wanted) : turns.aside(() -> sync.apply(wanted, urgency));
      return switch (applied) {
        case Applied.Refused refused -> Progress.stopped(Failures.of(refused), app.getStatus());
        case Applied.Application found when observing -> observed(app, found, resolved);
        case Applied.Application made -> {
          changes.record(app, made);
          var since =
              secretName.flatMap(name ->
                  secrets.ensure(
                      app,
                      made.appId(),
                      new BindingSecret(app, name, made.clientId(), domain.facts()),
                      present,
                      new AppSecret(turns, sync, made)));
          secrets.deleteOthers(app, secretName, owned);
          yield done(app, made, resolved, secretName, since);
        }
        case Applied.AppRole _ -> throw new IllegalStateException("an App was asked for");
      };
    } catch (ScimException | TokenFailure e) {
      return Progress.stopped(Failures.of(e), app.getStatus());
    }
  }

  private Outcome quarrel(Applied seen, ApplicationSync sync) {
    var appId = ((Applied.Application) seen).appId();
    var who = turns.aside(() -> sync.lastModifiedBy(appId)).orElse("somebody");
    return Drift.quarrel(Drift.attributes(seen), who);
  }

  /** The client secret of an App that was just looked at or made. */
  private record AppSecret(ApiServerTurns turns, ApplicationSync sync, Applied.Application app)
      implements CredentialsSecrets.Source {

    @Override
    public Optional<Sensitive> current() {
      return app.newSecret().or(() -> turns.aside(() -> sync.secret(app.appId())));
    }

    @Override
    public Sensitive regenerate() {
      return turns.aside(() -> sync.regenerateSecret(app.appId()));
    }
  }

  private static Progress observed(
      ClientApplication app, Applied.Application seen, RoleReferences.Resolved resolved) {
    var drift = Drift.attributes(seen);
    var missing = seen.appId().isEmpty();
    var binding = app.getStatus() == null ? null : app.getStatus().binding();
    var facts =
        new Progress.Facts(
            References.domainOf(app),
            missing ? null : seen.appId(),
            seen.ocid().orElse(null),
            missing ? null : seen.clientId(),
            app.getSpec().appRoles() == null ? null : resolved.granted(seen.grants()),
            binding,
            app.getStatus() == null ? null : app.getStatus().secretRotatedAt(),
            drift);
    var outcome = drift.isEmpty() ? outcome(resolved) : Drift.detected(drift);
    return new Progress(
        outcome, facts, Optional.of(seen.appId()).filter(id -> !id.isEmpty()), false);
  }

  private static DesiredApplication granting(
      DesiredApplication desired, RoleReferences.Resolved resolved) {
    return desired.roles().isPresent() ? desired.withRoles(resolved.roles()) : desired;
  }

  /** What must not be or must come first; checked before the first call. */
  private Optional<Outcome> obstacle(ClientApplication app, Optional<Secret> present) {
    return References.isObserved(app)
        ? Optional.empty()
        : present
            .filter(secret -> !CredentialsSecrets.isOurs(secret, app))
            .map(ApplicationConvergence::foreign)
            .or(() -> pendingScope(app));
  }

  private static Outcome foreign(Secret secret) {
    return new Outcome.Stalled(
        Reason.SecretConflict,
        "Secret %s exists and was not made for this resource; it is left as it is. Remove it, or set spec.credentialsSecret.name."
            .formatted(References.key(secret)),
        Optional.of(SECRET_RECHECK));
  }

  /** The domain refuses a scope that no App defines yet: one that is on its way is awaited. */
  private Optional<Outcome> pendingScope(ClientApplication app) {
    var scopes =
        Optional.ofNullable(app.getSpec().client()).map(OAuthClient::allowedScopes).stream()
            .flatMap(List::stream);
    return scopes.flatMap(scope -> pendingDefiner(app, scope)).findFirst();
  }

  private Stream<Outcome> pendingDefiner(ClientApplication app, String scope) {
    var definers =
        graph
            .definersOf(scope)
            .filter(a -> References.domainOf(a).equals(References.domainOf(app)))
            .toList();
    var pending = definers.stream().map(graph::appId).allMatch(Optional::isEmpty);
    return definers.isEmpty() || !pending
        ? Stream.empty()
        : Stream.of(
            new Outcome.Waiting(
                Reason.DependencyNotReady,
                "Scope %s of ClientApplication %s is not in the domain yet."
                    .formatted(scope, References.key(definers.getFirst()))));
  }

  private static Progress done(
      ClientApplication app,
      Applied.Application made,
      RoleReferences.Resolved resolved,
      Optional<String> secretName,
      Optional<Instant> secretSince) {
    var facts =
        new Progress.Facts(
            References.domainOf(app),
            made.appId(),
            made.ocid().orElse(null),
            made.clientId(),
            app.getSpec().appRoles() == null ? null : resolved.granted(made.grants()),
            secretName.map(LocalRef::new).orElse(null),
            secretSince.map(Instant::toString).orElse(null),
            null);
    return new Progress(
        outcome(resolved), facts, Optional.of(made.appId()), !made.changes().isEmpty());
  }

  private static Outcome outcome(RoleReferences.Resolved resolved) {
    return resolved.missing().isEmpty()
        ? new Outcome.Synced("The App is as the spec says.")
        : new Outcome.Waiting(
            Reason.DependencyNotReady,
            "Waiting for %s. Create it, or correct spec.appRoles."
                .formatted(String.join("; ", resolved.missing())));
  }
}
