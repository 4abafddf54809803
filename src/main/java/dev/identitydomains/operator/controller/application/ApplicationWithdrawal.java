package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainSpec;
import dev.identitydomains.operator.api.v1alpha1.WithdrawalPolicy;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.sync.SyncedApplication;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.Withdrawal;
import dev.identitydomains.operator.plan.Withdrawal.Deactivation;
import dev.identitydomains.operator.policy.Permissions;
import dev.identitydomains.operator.policy.PolicyCheck;
import dev.identitydomains.operator.status.Conditions;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Takes from an App what rested on a consent or a policy that its domain has withdrawn. */
final class ApplicationWithdrawal {

  /** The application that loses permissions, and its outcome. */
  record Loser(ClientApplication app, ApplicationIdentity identity, Outcome outcome) {}

  private final ResourceGraph graph;
  private final DomainAccess access;
  private final RoleReferences roles;
  private final ScopeReferences scopes;
  private final EventRecorder events;

  ApplicationWithdrawal(
      ResourceGraph graph,
      DomainAccess access,
      RoleReferences roles,
      ScopeReferences scopes,
      EventRecorder events) {
    this.graph = graph;
    this.access = access;
    this.roles = roles;
    this.scopes = scopes;
    this.events = events;
  }

  /** Takes all roles and scopes from an application whose namespace is not admitted. */
  ApplicationResult ofAdmission(Loser loser) {
    return run(
        loser,
        domain ->
            withdrawal(
                loser.app(),
                domain,
                _ -> true,
                domain.knownApplications().allowedScopes(loser.identity().owner()),
                deactivation(loser.app(), Deactivation.ALWAYS)));
  }

  /** Takes the roles and scopes that the policies, or other applications, do not permit. */
  ApplicationResult ofPermission(Loser loser, Permissions permissions) {
    var app = loser.app();
    var definers = roles.withdrawn(app);
    return run(
        loser,
        domain ->
            withdrawal(
                app,
                domain,
                role ->
                    !PolicyCheck.permitsAppRole(role, permissions) || isOfAny(definers, app, role),
                scopes.resolve(app, domain.knownApplications()).denied().keySet(),
                deactivation(app, isEdited(app) ? Deactivation.WITH_LOSS : Deactivation.ALWAYS)));
  }

  /**
   * Takes what other applications do not let this one use any more.
   *
   * @return empty when there is nothing to take
   */
  Optional<ApplicationResult> ofConsent(ApplicationContext run, ScopeReferences.Resolved resolved) {
    var definers = roles.withdrawn(run.app());
    return definers.stream()
        .min(String::compareTo)
        .map(definer -> RoleReferences.denial(definer, run.app()))
        .or(() -> ScopeReferences.denial(resolved))
        .flatMap(outcome -> take(run, definers, resolved.denied().keySet(), outcome));
  }

  /**
   * Takes the roles of other applications that do not let this one use them any more.
   *
   * @return empty when there is nothing to take
   */
  Optional<ApplicationResult> ofRoles(ApplicationContext run, Outcome outcome) {
    return take(run, roles.withdrawn(run.app()), Set.of(), outcome);
  }

  private Optional<ApplicationResult> take(
      ApplicationContext run, Set<String> definers, Set<String> scopes, Outcome outcome) {
    if (definers.isEmpty() && scopes.isEmpty()) {
      return Optional.empty();
    }
    var app = run.app();
    var terms =
        withdrawal(
            app,
            run.connection(),
            role -> isOfAny(definers, app, role),
            scopes,
            Deactivation.NEVER);
    return run.sync().isWithdrawn(run.identity().owner(), terms)
        ? Optional.empty()
        : Optional.of(run(new Loser(app, run.identity(), outcome), _ -> terms));
  }

  private static boolean isOfAny(Set<String> definers, ClientApplication app, AppRoleRef role) {
    return References.definerOf(app, role).filter(definers::contains).isPresent();
  }

  private Withdrawal withdrawal(
      ClientApplication app,
      DomainConnection domain,
      Predicate<AppRoleRef> isWithdrawn,
      Set<String> scopes,
      Deactivation deactivation) {
    var withdrawn =
        roles.find(app, References.domainOf(app), domain).found().entrySet().stream()
            .filter(role -> isWithdrawn.test(role.getValue()))
            .map(role -> role.getKey().id())
            .collect(Collectors.toCollection(HashSet::new));
    withdrawn.addAll(GrantedRoles.announced(app, isWithdrawn));
    return new Withdrawal(withdrawn, GrantedRoles.ids(app, isWithdrawn), scopes, deactivation);
  }

  private Deactivation deactivation(ClientApplication app, Deactivation declared) {
    return graph
        .domainSpec(References.domainOf(app))
        .map(IdentityDomainSpec::onWithdrawal)
        .filter(WithdrawalPolicy.Deactivate::equals)
        .map(_ -> declared)
        .orElse(Deactivation.NEVER);
  }

  /** Whether the spec may ask for what was never permitted, instead of what is not any more. */
  private static boolean isEdited(ClientApplication app) {
    return References.isChanged(app)
        || Conditions.ready(ApplicationResult.before(app).conditions())
            .filter(ready -> ready.reason().equals(Reason.NotPermitted.name()))
            .isPresent();
  }

  private ApplicationResult run(Loser loser, Function<DomainConnection, Withdrawal> terms) {
    var app = loser.app();
    var owner = loser.identity().owner();
    if (access.forRemoval(
            References.domainOf(app),
            app,
            domain -> domain.knownApplications().owned(owner).isPresent())
        instanceof DomainAccess.Reached(var domain, var _)) {
      try {
        return domain
            .applications()
            .withdraw(owner, terms.apply(domain))
            .map(synced -> withdrawn(loser, synced))
            .orElseGet(() ->
                ApplicationResult.stopped(
                    loser.outcome(), ApplicationResult.before(app).withState(null, null)));
      } catch (CallException | TokenFailure e) {
        return ApplicationResult.stopped(app, FailureOutcomes.forCall(e));
      }
    }
    return ApplicationResult.stopped(app, loser.outcome());
  }

  private ApplicationResult withdrawn(Loser loser, SyncedApplication synced) {
    var app = loser.app();
    if (!synced.changes().isEmpty()) {
      var note =
          "App %s of ClientApplication %s lost access: %s."
              .formatted(
                  synced.appId(), References.key(app), AppChangeReporter.summary(synced.changes()));
      events.normal(app, Event.AccessRevoked, note);
      graph
          .domain(References.domainOf(app))
          .ifPresent(domain -> events.normal(domain, Event.AccessRevoked, note));
    }
    var before = ApplicationResult.before(app);
    var kept =
        before.appRoles() == null
            ? null
            : GrantedRoles.present(before.appRoles(), synced.grants()).toList();
    return ApplicationResult.stopped(loser.outcome(), before.withState(kept, before.drift()));
  }
}
