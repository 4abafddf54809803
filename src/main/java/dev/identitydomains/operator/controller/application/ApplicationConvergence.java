package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.GrantedRole;
import dev.identitydomains.operator.api.v1alpha1.LocalRef;
import dev.identitydomains.operator.controller.credentials.BindingSecret;
import dev.identitydomains.operator.controller.credentials.ClientKeys;
import dev.identitydomains.operator.controller.credentials.CredentialsSecrets;
import dev.identitydomains.operator.controller.reconcile.Drift;
import dev.identitydomains.operator.controller.reconcile.Failures;
import dev.identitydomains.operator.controller.reference.Consent;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.engine.calls.Urgency;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.domain.DomainState;
import dev.identitydomains.operator.engine.sync.ApplicationSync;
import dev.identitydomains.operator.engine.sync.Applied;
import dev.identitydomains.operator.engine.sync.RoleSync;
import dev.identitydomains.operator.http.ScimException;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.kube.ApiServerTurns;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import dev.identitydomains.operator.translate.DesiredApplications;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Brings one ClientApplication into a domain that is ready: App, grants, Secret. */
public final class ApplicationConvergence {

  private static final Set<String> CERTIFICATES = Set.of(DesiredApplication.CERTIFICATES);

  private final ApiServerTurns turns;
  private final ResourceGraph graph;
  private final RoleReferences roles;
  private final ScopeReferences scopes;
  private final ClientKeys keys;
  private final CredentialsSecrets secrets;
  private final ApplicationChanges changes;

  public ApplicationConvergence(
      ApiServerTurns turns,
      ResourceGraph graph,
      Consent consent,
      ClientKeys keys,
      CredentialsSecrets secrets,
      ApplicationChanges changes) {
    this.turns = turns;
    this.graph = graph;
    this.roles = new RoleReferences(graph, consent);
    this.scopes = new ScopeReferences(graph);
    this.keys = keys;
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
    try {
      var target = target(app, identity, domain.connection());
      return References.isObserved(app)
          ? observe(app, target, domain.connection())
          : enforce(app, identity, domain, target, owned, urgency);
    } catch (ScimException | TokenFailure e) {
      return Progress.stopped(Failures.of(e), app.getStatus());
    }
  }

  /**
   * What the App shall be.
   *
   * @param desired without what is not there yet
   * @param roles what became of the roles that the spec names
   * @param missingScopes the scopes that the App has to go without
   */
  private record Target(
      DesiredApplication desired, RoleReferences.Resolved roles, Set<String> missingScopes) {}

  private Target target(
      ClientApplication app, ApplicationIdentity identity, DomainConnection connection) {
    var resolved = roles.resolve(app, References.domainOf(app), connection.roles());
    var missing = scopes.missing(app, connection.applications());
    var declared = DesiredApplications.of(identity, app.getSpec());
    var granting =
        declared
            .roles()
            .map(grants -> GrantedRoles.desired(app, resolved, grants.exact()))
            .map(declared::withRoles)
            .orElse(declared);
    return new Target(granting.withoutScopes(missing), resolved, missing);
  }

  private Progress observe(ClientApplication app, Target target, DomainConnection connection) {
    return switch (connection.applications().observe(target.desired())) {
      case Applied.Application seen -> {
        var granted = GrantedRoles.entries(app, target.roles(), seen.grants());
        yield observed(app, seen, granted, outcome(app, target, seen, granted, connection));
      }
      case Applied other -> refused(app, other);
    };
  }

  private Progress enforce(
      ClientApplication app,
      ApplicationIdentity identity,
      DomainState.Ready domain,
      Target target,
      Set<Secret> owned,
      Urgency urgency) {
    var secretName = CredentialsSecrets.nameFor(app);
    var present = secretName.flatMap(name -> secrets.find(app, name, owned));
    var obstacle = foreign(app, present).or(() -> scopes.obstacle(app, target.missingScopes()));
    if (obstacle.isPresent()) {
      return Progress.stopped(obstacle.get(), app.getStatus());
    }
    var connection = domain.connection();
    var sync = connection.applications();
    if (ClientKeys.declared(app).isPresent()
        && sync.observe(target.desired()) instanceof Applied.Refused refused) {
      return refused(app, refused); // before a certificate is uploaded for nothing
    }
    var key =
        keys.prepare(
            app,
            identity,
            present,
            sync.certificates(target.desired()),
            connection.certificates(),
            urgency);
    var wanted =
        key.map(k -> target.desired().withCertificates(k.aliases())).orElse(target.desired());
    if (changes.isQuarrel(app, () -> sync.observe(wanted))) {
      return Progress.stopped(quarrel(sync.observe(wanted), sync), app.getStatus());
    }
    return switch (turns.aside(() -> sync.apply(wanted, mayChange(identity), urgency))) {
      case Applied.Application made -> {
        var told = key.filter(ClientKeys.Wanted::changed).map(_ -> CERTIFICATES);
        changes.record(app, made, told.orElse(Set.of()), connection.roles()::nameOf);
        graph.scopesChanged(droppedScopes(made));
        key.ifPresent(k -> keys.tidy(app, identity, k, connection.certificates(), urgency));
        var since =
            secretName.flatMap(name ->
                secrets.ensure(
                    app,
                    made.appId(),
                    new BindingSecret(
                        app,
                        name,
                        made.clientId(),
                        domain.facts(),
                        key.flatMap(ClientKeys.Wanted::key)),
                    present,
                    new AppSecret(turns, sync, made)));
        secrets.deleteOthers(app, secretName, owned);
        var granted = GrantedRoles.entries(app, target.roles(), made.grants());
        var outcome = outcome(app, target, made, granted, connection);
        yield done(app, made, granted, outcome, secretName, since)
            .until(key.flatMap(ClientKeys.Wanted::nextChange));
      }
      case Applied other -> refused(app, other);
    };
  }

  private static Progress refused(ClientApplication app, Applied applied) {
    if (applied instanceof Applied.Refused refused) {
      return Progress.stopped(Failures.of(refused), app.getStatus());
    }
    throw new IllegalStateException("an App was asked for");
  }

  private Outcome outcome(
      ClientApplication app,
      Target target,
      Applied.Application found,
      @Nullable List<GrantedRole> granted,
      DomainConnection connection) {
    return target
        .roles()
        .obstacle(app, "spec.appRoles")
        .or(() -> scopes.lacking(app, target.missingScopes()))
        .orElseGet(() -> synced(app, granted, found, connection.roles()));
  }

  private Predicate<Ownership> mayChange(ApplicationIdentity identity) {
    return other -> graph.isWritable(identity.owner().clusterId(), other);
  }

  private static Stream<String> droppedScopes(Applied.Application made) {
    return made.changes().stream()
        .flatMap(change ->
            change instanceof Change.DisallowScopes dropped
                ? dropped.scopes().stream()
                : Stream.empty());
  }

  private static Outcome synced(
      ClientApplication app,
      @Nullable List<GrantedRole> granted,
      Applied.Application found,
      RoleSync roles) {
    var remark =
        app.getSpec().appRoles() == null || granted == null
            ? ""
            : GrantedRoles.foreign(granted, found.grants(), roles::nameOf);
    return new Outcome.Synced("The App is as the spec says.", remark);
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
      ClientApplication app,
      Applied.Application seen,
      @Nullable List<GrantedRole> granted,
      Outcome outcome) {
    var drift = Drift.attributes(seen);
    var missing = seen.appId().isEmpty();
    var binding = app.getStatus() == null ? null : app.getStatus().binding();
    var facts =
        new Progress.Facts(
            References.domainOf(app),
            missing ? null : seen.appId(),
            seen.ocid().orElse(null),
            missing ? null : seen.clientId(),
            granted,
            binding,
            app.getStatus() == null ? null : app.getStatus().secretRotatedAt(),
            drift);
    return new Progress(
        drift.isEmpty() ? outcome : Drift.detected(drift),
        facts,
        Optional.of(seen.appId()).filter(id -> !id.isEmpty()),
        false);
  }

  private static Optional<Outcome> foreign(ClientApplication app, Optional<Secret> present) {
    return present
        .filter(secret -> !CredentialsSecrets.isOurs(secret, app))
        .map(ApplicationConvergence::foreign);
  }

  private static Outcome foreign(Secret secret) {
    return new Outcome.Stalled(
        Reason.SecretConflict,
        "Secret %s exists and was not made for this resource; it is left as it is. Remove it, or set spec.credentialsSecret.name."
            .formatted(References.key(secret)),
        Optional.of(Interval.SECRET_CONFLICT.duration()));
  }

  private static Progress done(
      ClientApplication app,
      Applied.Application made,
      @Nullable List<GrantedRole> granted,
      Outcome outcome,
      Optional<String> secretName,
      Optional<Instant> secretSince) {
    var facts =
        new Progress.Facts(
            References.domainOf(app),
            made.appId(),
            made.ocid().orElse(null),
            made.clientId(),
            granted,
            secretName.map(LocalRef::new).orElse(null),
            secretSince.map(Instant::toString).orElse(null),
            null);
    return new Progress(outcome, facts, Optional.of(made.appId()), !made.changes().isEmpty());
  }
}
