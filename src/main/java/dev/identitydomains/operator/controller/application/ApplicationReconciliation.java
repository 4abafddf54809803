package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.GrantedRole;
import dev.identitydomains.operator.api.v1alpha1.LocalRef;
import dev.identitydomains.operator.controller.credentials.BindingSecret;
import dev.identitydomains.operator.controller.credentials.ClientCertificateRotation;
import dev.identitydomains.operator.controller.credentials.CredentialsSecrets;
import dev.identitydomains.operator.controller.reconcile.DriftOutcomes;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reference.AllowedNamespacesCheck;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.domain.DomainState;
import dev.identitydomains.operator.engine.sync.ApplicationSync;
import dev.identitydomains.operator.engine.sync.RoleSync;
import dev.identitydomains.operator.engine.sync.SyncResult;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.kube.ApiServerBulkhead;
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
public final class ApplicationReconciliation {

  private static final Set<String> CERTIFICATES = Set.of(DesiredApplication.CERTIFICATES);

  private final ApiServerBulkhead permits;
  private final ResourceGraph graph;
  private final RoleReferences roles;
  private final ScopeReferences scopes;
  private final ClientCertificateRotation keys;
  private final CredentialsSecrets secrets;
  private final DriftCorrections changes;

  public ApplicationReconciliation(
      ApiServerBulkhead permits,
      ResourceGraph graph,
      AllowedNamespacesCheck allowedNamespaces,
      ClientCertificateRotation keys,
      CredentialsSecrets secrets,
      DriftCorrections changes) {
    this.permits = permits;
    this.graph = graph;
    this.roles = new RoleReferences(graph, allowedNamespaces);
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
  ApplicationResult run(
      ClientApplication app,
      ApplicationIdentity identity,
      DomainState.Ready domain,
      Set<Secret> owned,
      Priority priority) {
    try {
      var target = target(app, identity, domain.connection());
      return References.isObserved(app)
          ? observe(app, target, domain.connection())
          : enforce(app, identity, domain, target, owned, priority);
    } catch (CallException | TokenFailure e) {
      return ApplicationResult.stopped(FailureOutcomes.forCall(e), app.getStatus());
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

  private ApplicationResult observe(
      ClientApplication app, Target target, DomainConnection connection) {
    return switch (connection.applications().observe(target.desired())) {
      case SyncResult.Application seen -> {
        var granted = GrantedRoles.entries(app, target.roles(), seen.grants());
        yield observed(app, seen, granted, outcome(app, target, seen, granted, connection));
      }
      case SyncResult other -> refused(app, other);
    };
  }

  private ApplicationResult enforce(
      ClientApplication app,
      ApplicationIdentity identity,
      DomainState.Ready domain,
      Target target,
      Set<Secret> owned,
      Priority priority) {
    var secretName = CredentialsSecrets.nameFor(app);
    var present = secretName.flatMap(name -> secrets.find(app, name, owned));
    var obstacle = foreign(app, present).or(() -> scopes.obstacle(app, target.missingScopes()));
    if (obstacle.isPresent()) {
      return ApplicationResult.stopped(obstacle.get(), app.getStatus());
    }
    var connection = domain.connection();
    var sync = connection.applications();
    if (ClientCertificateRotation.declared(app).isPresent()
        && sync.observe(target.desired()) instanceof SyncResult.Refused refused) {
      return refused(app, refused); // before a certificate is uploaded for nothing
    }
    var key =
        keys.prepare(
            app,
            identity,
            present,
            sync.certificates(target.desired()),
            connection.certificates(),
            priority);
    var wanted =
        key.map(k -> target.desired().withCertificates(k.aliases())).orElse(target.desired());
    if (changes.isFoughtOver(app, () -> sync.observe(wanted))) {
      return ApplicationResult.stopped(foughtOver(sync.observe(wanted), sync), app.getStatus());
    }
    return switch (permits.runWithoutPermit(
        () -> sync.apply(wanted, mayChange(identity), priority))) {
      case SyncResult.Application made -> {
        var told = key.filter(ClientCertificateRotation.Desired::changed).map(_ -> CERTIFICATES);
        changes.record(app, made, told.orElse(Set.of()), connection.roles()::nameOf);
        graph.scopesChanged(droppedScopes(made));
        key.ifPresent(
            k -> keys.deleteSuperseded(app, identity, k, connection.certificates(), priority));
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
                        key.flatMap(ClientCertificateRotation.Desired::key)),
                    present,
                    new AppSecret(permits, sync, made)));
        secrets.deleteOthers(app, secretName, owned);
        var granted = GrantedRoles.entries(app, target.roles(), made.grants());
        var outcome = outcome(app, target, made, granted, connection);
        yield done(app, made, granted, outcome, secretName, since)
            .until(key.flatMap(ClientCertificateRotation.Desired::nextChange));
      }
      case SyncResult other -> refused(app, other);
    };
  }

  private static ApplicationResult refused(ClientApplication app, SyncResult applied) {
    if (applied instanceof SyncResult.Refused refused) {
      return ApplicationResult.stopped(FailureOutcomes.forRefusal(refused), app.getStatus());
    }
    throw new IllegalStateException("an App was asked for");
  }

  private Outcome outcome(
      ClientApplication app,
      Target target,
      SyncResult.Application found,
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

  private static Stream<String> droppedScopes(SyncResult.Application made) {
    return made.changes().stream()
        .flatMap(change ->
            change instanceof Change.RemoveAllowedScopes dropped
                ? dropped.scopes().stream()
                : Stream.empty());
  }

  private static Outcome synced(
      ClientApplication app,
      @Nullable List<GrantedRole> granted,
      SyncResult.Application found,
      RoleSync roles) {
    var warning =
        app.getSpec().appRoles() == null || granted == null
            ? ""
            : GrantedRoles.foreign(granted, found.grants(), roles::nameOf);
    return new Outcome.Synced("The App is as the spec says.", warning);
  }

  private Outcome foughtOver(SyncResult seen, ApplicationSync sync) {
    var appId = ((SyncResult.Application) seen).appId();
    var who = permits.runWithoutPermit(() -> sync.lastModifiedBy(appId)).orElse("somebody");
    return DriftOutcomes.foughtOver(DriftOutcomes.attributes(seen), who);
  }

  /** The client secret of an App that was just looked at or made. */
  private record AppSecret(
      ApiServerBulkhead permits, ApplicationSync sync, SyncResult.Application app)
      implements CredentialsSecrets.Source {

    @Override
    public Optional<Sensitive> current() {
      return app.newSecret().or(() -> permits.runWithoutPermit(() -> sync.secret(app.appId())));
    }

    @Override
    public Sensitive regenerate() {
      return permits.runWithoutPermit(() -> sync.regenerateSecret(app.appId()));
    }
  }

  private static ApplicationResult observed(
      ClientApplication app,
      SyncResult.Application seen,
      @Nullable List<GrantedRole> granted,
      Outcome outcome) {
    var drift = DriftOutcomes.attributes(seen);
    var missing = seen.appId().isEmpty();
    var binding = app.getStatus() == null ? null : app.getStatus().binding();
    var facts =
        new ApplicationResult.Facts(
            References.domainOf(app),
            missing ? null : seen.appId(),
            seen.ocid().orElse(null),
            missing ? null : seen.clientId(),
            granted,
            binding,
            app.getStatus() == null ? null : app.getStatus().secretRotatedAt(),
            drift);
    return new ApplicationResult(
        drift.isEmpty() ? outcome : DriftOutcomes.detected(drift),
        facts,
        Optional.of(seen.appId()).filter(id -> !id.isEmpty()),
        false);
  }

  private static Optional<Outcome> foreign(ClientApplication app, Optional<Secret> present) {
    return present
        .filter(secret -> !CredentialsSecrets.isOurs(secret, app))
        .map(ApplicationReconciliation::foreign);
  }

  private static Outcome foreign(Secret secret) {
    return new Outcome.Stalled(
        Reason.SecretConflict,
        "Secret %s exists and was not made for this resource; it is left as it is. Remove it, or set spec.credentialsSecret.name."
            .formatted(References.key(secret)),
        Optional.of(Interval.SECRET_CONFLICT.duration()));
  }

  private static ApplicationResult done(
      ClientApplication app,
      SyncResult.Application made,
      @Nullable List<GrantedRole> granted,
      Outcome outcome,
      Optional<String> secretName,
      Optional<Instant> secretSince) {
    var facts =
        new ApplicationResult.Facts(
            References.domainOf(app),
            made.appId(),
            made.ocid().orElse(null),
            made.clientId(),
            granted,
            secretName.map(LocalRef::new).orElse(null),
            secretSince.map(Instant::toString).orElse(null),
            null);
    return new ApplicationResult(
        outcome, facts, Optional.of(made.appId()), !made.changes().isEmpty());
  }
}
