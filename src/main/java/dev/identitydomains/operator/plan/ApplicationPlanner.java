package dev.identitydomains.operator.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Plans the changes of an App. Pure. */
public final class ApplicationPlanner {

  private ApplicationPlanner() {}

  /**
   * Plans the changes from the observed Apps to the desired App.
   *
   * @param observed all Apps with the desired client id or displayName, and those of the claim
   * @param clients writable Apps that may request a scope of this App
   * @param definers Apps that define a scope of this App
   */
  public static Decision<ObservedApplication, AppChange> plan(
      DesiredApplication desired,
      Collection<ObservedApplication> observed,
      Collection<ObservedApplication> clients,
      Collection<ObservedApplication> definers) {
    var stranger =
        observed.stream()
            .filter(app -> !desired.claim().isOf(app) && !mayAdopt(desired, app))
            .findFirst();
    if (stranger.isPresent()) {
      return isAdoptable(desired, stranger.get())
          ? notPermitted(stranger.get())
          : conflict(desired, stranger.get());
    }
    if (observed.size() > 1) {
      return ambiguous(desired, observed);
    }
    var added = new HashSet<>(desired.definedScopes());
    observed.forEach(app -> added.removeAll(app.definedScopes()));
    for (var definer : definers) {
      var twice = definer.definedScopes().stream().filter(added::contains).min(String::compareTo);
      if (twice.isPresent()) {
        return definedTwice(desired, definer, twice.get());
      }
    }
    return observed.stream()
        .findFirst()
        .map(app ->
            isNamed(desired, app) || isByDisplayName(desired)
                ? update(desired, app, clients)
                : otherClientId(desired, app))
        .orElseGet(() -> create(desired));
  }

  private static boolean isNamed(DesiredApplication desired, ObservedApplication app) {
    return app.clientId().equals(desired.clientId());
  }

  private static boolean isByDisplayName(DesiredApplication desired) {
    return desired.claim().adoption() == Adoption.BY_DISPLAY_NAME;
  }

  private static boolean mayAdopt(DesiredApplication desired, ObservedApplication app) {
    return desired.claim().permits(app.clientId()) && isAdoptable(desired, app);
  }

  private static boolean isAdoptable(DesiredApplication desired, ObservedApplication app) {
    return app.ownership().isUnowned()
        && switch (desired.claim().adoption()) {
          case NEVER -> false;
          case BY_CLIENT_ID -> isNamed(desired, app);
          case BY_DISPLAY_NAME -> app.displayName().equalsIgnoreCase(desired.displayName());
        };
  }

  /** Plans the end of the permissions of an App. */
  public static Plan<ObservedApplication, AppChange> planWithdrawal(
      Withdrawal withdrawal, ObservedApplication app) {
    var changes = new ArrayList<AppChange>();
    var fewer = Scopes.without(app.attributes(), withdrawal.scopes()).get(Scopes.ALLOWED);
    if (fewer != null && !fewer.equals(app.attributes().get(Scopes.ALLOWED))) {
      changes.add(new AppChange.Patch(Map.of(Scopes.ALLOWED, fewer)));
    }
    var lost = lost(withdrawal, app);
    var deactivated =
        switch (withdrawal.deactivation()) {
          case NEVER -> false;
          case WITH_LOSS -> !changes.isEmpty() || !lost.isEmpty();
          case ALWAYS -> true;
        };
    if (deactivated && app.active()) {
      changes.add(new AppChange.SetActive(false));
    }
    changes.addAll(lost);
    return new Plan<>(app, changes);
  }

  private static List<AppChange> lost(Withdrawal withdrawal, ObservedApplication app) {
    return app.grants().entrySet().stream()
        .filter(grant ->
            withdrawal.roles().contains(grant.getValue().id())
                || withdrawal.grants().contains(grant.getKey()))
        .map(Map.Entry::getKey)
        .sorted()
        .<AppChange>map(AppChange.RevokeGrant::new)
        .toList();
  }

  /**
   * Plans the deletion of an App, or the release of an App that stays.
   *
   * @param observed all Apps with the client id or displayName; Apps without the owner's tag stay
   * @param clients writable Apps that may request a scope of this App
   */
  public static Plan<ObservedApplication, AppChange> planDeletion(
      AppDeletion deletion,
      Collection<ObservedApplication> observed,
      Collection<ObservedApplication> clients) {
    return observed.stream()
        .filter(app ->
            deletion.claim().hasLost(app)
                || (app.ownership().belongsTo(deletion.owner())
                    && (app.clientId().equals(deletion.clientId()) || app.ownership().adopted())))
        .findFirst()
        .map(app ->
            deletion.retains(app)
                ? new Plan<ObservedApplication, AppChange>(app, List.of(new AppChange.Release()))
                : delete(app, clients))
        .orElseGet(() -> new Plan<>(null, List.of()));
  }

  private static Plan<ObservedApplication, AppChange> create(DesiredApplication desired) {
    var changes =
        Stream.concat(Stream.of(new AppChange.Create(desired)), grants(desired, Set.of()).stream());
    return new Plan<>(null, changes.toList());
  }

  private static Decision<ObservedApplication, AppChange> update(
      DesiredApplication desired,
      ObservedApplication app,
      Collection<ObservedApplication> clients) {
    if (!desired.template().equals(app.template())) {
      return new Refusal<>(
          Refusal.Kind.IMMUTABLE,
          "client.type cannot change from or to Public: App %s has the template %s, which is immutable in the service. Delete this resource and create it anew."
              .formatted(app.ref().id(), Objects.requireNonNullElse(app.template(), "(unknown)")));
    }
    var changes = new ArrayList<AppChange>();
    if (!app.ownership().belongsTo(desired.owner())) {
      changes.add(
          desired.claim().hasLost(app)
              ? new AppChange.RestoreOwner(desired.owner())
              : desired.claim().inherits(app)
                  ? new AppChange.Inherit(desired.owner())
                  : new AppChange.Adopt(desired.owner()));
    }
    var patch = AttributeDiff.between(desired.attributes(), app.attributes());
    if (!patch.isEmpty()) {
      changes.addAll(scopeRemovals(dropped(app, patch), clients));
      changes.add(new AppChange.Patch(patch));
    }
    if (desired.active() != app.active()) {
      changes.add(new AppChange.SetActive(desired.active()));
    }
    changes.addAll(revocations(desired, app));
    changes.addAll(grants(desired, app.roles()));
    return new Plan<>(app, changes);
  }

  private static List<AppChange> grants(DesiredApplication desired, Set<Role> present) {
    return Stream.ofNullable(desired.roles())
        .map(DesiredGrants::wanted)
        .flatMap(Set::stream)
        .filter(role -> !present.contains(role))
        .sorted(Comparator.comparing(Role::applicationId).thenComparing(Role::id))
        .<AppChange>map(AppChange.GrantRole::new)
        .toList();
  }

  private static List<AppChange> revocations(DesiredApplication desired, ObservedApplication app) {
    return Stream.ofNullable(desired.roles())
        .flatMap(roles ->
            app.grants().entrySet().stream()
                .filter(grant -> roles.excludes(grant.getKey(), grant.getValue())))
        .map(Map.Entry::getKey)
        .sorted()
        .<AppChange>map(AppChange.RevokeGrant::new)
        .toList();
  }

  /** The scopes that a patch removes from the App. */
  private static Set<String> dropped(ObservedApplication app, Map<String, AttributeValue> patch) {
    var after = new HashMap<>(app.attributes());
    after.putAll(patch);
    var dropped = new HashSet<>(app.definedScopes());
    dropped.removeAll(Scopes.defined(after));
    return dropped;
  }

  /** Clients lose a scope first: the service may refuse to delete a scope in use. */
  private static List<AppChange> scopeRemovals(
      Set<String> dropped, Collection<ObservedApplication> clients) {
    return clients.stream()
        .sorted(Comparator.comparing(ObservedApplication::clientId))
        .<AppChange>mapMulti((client, next) -> {
          var scopes = new HashSet<>(client.allowedScopes());
          scopes.retainAll(dropped);
          if (!scopes.isEmpty()) {
            next.accept(new AppChange.RemoveAllowedScopes(client, scopes));
          }
        })
        .toList();
  }

  private static Plan<ObservedApplication, AppChange> delete(
      ObservedApplication app, Collection<ObservedApplication> clients) {
    var changes = new ArrayList<>(scopeRemovals(app.definedScopes(), clients));
    app.grants().keySet().stream().sorted().map(AppChange.RevokeGrant::new).forEach(changes::add);
    if (app.active()) {
      changes.add(new AppChange.SetActive(false));
    }
    changes.add(new AppChange.Delete());
    return new Plan<>(app, changes);
  }

  private static Refusal<ObservedApplication, AppChange> conflict(
      DesiredApplication desired, ObservedApplication stranger) {
    var what =
        stranger.clientId().equals(desired.clientId())
            ? "client id " + desired.clientId()
            : "displayName " + stranger.displayName();
    return new Refusal<>(
        Refusal.Kind.CONFLICT,
        "App %s already has the %s and %s. The operator leaves it unchanged. Choose another value, %sor delete that App."
            .formatted(
                stranger.ref().id(),
                what,
                whose(desired, stranger),
                stranger.ownership().isUnowned() ? "adopt it (spec.adoptionPolicy), " : ""));
  }

  /** The service has each fully qualified name of a scope once ({@code AppScopes.fqs}). */
  private static Refusal<ObservedApplication, AppChange> definedTwice(
      DesiredApplication desired, ObservedApplication definer, String scope) {
    return new Refusal<>(
        Refusal.Kind.CONFLICT,
        "App %s already defines the scope %s and %s. The operator leaves it unchanged. Choose another audience or scope, or remove the scope from that App."
            .formatted(definer.ref().id(), scope, whose(desired, definer)));
  }

  private static String whose(DesiredApplication desired, ObservedApplication stranger) {
    if (stranger.ownership().builtIn()) {
      return "belongs to the identity domain itself or to an operator";
    }
    if (stranger.ownership().tag() == null && stranger.ownership().otherSort()) {
      return "is of another sort (SAML, enterprise, form fill, RADIUS, managed)";
    }
    if (stranger.ownership().tag() != null) {
      return "belongs to " + owner(desired, stranger);
    }
    return stranger.ownership().retainedFrom() != null
        ? "was left by a deleted resource"
        : "was not created by this operator";
  }

  /** Whoever reads the message may not know the resources of other namespaces. */
  private static String owner(DesiredApplication desired, ObservedApplication stranger) {
    return stranger
        .ownership()
        .lastOwner()
        .filter(_ ->
            desired.claim().seesOwners()
                || desired.claim().owner().isOfSameNamespace(stranger.ownership()))
        .map(owner ->
            "ClientApplication %s%s"
                .formatted(
                    owner.resource(),
                    owner.clusterId().equals(desired.owner().clusterId())
                        ? ""
                        : " of cluster " + owner.clusterId()))
        .orElse("another owner");
  }

  private static Refusal<ObservedApplication, AppChange> notPermitted(
      ObservedApplication stranger) {
    return new Refusal<>(
        Refusal.Kind.NOT_PERMITTED,
        "spec.adoptionPolicy: the adoption of App %s with the client id %s is not permitted. The IdentityDomain decides by its spec.policies. Extend them, or change the value."
            .formatted(stranger.ref().id(), stranger.clientId()));
  }

  private static Refusal<ObservedApplication, AppChange> ambiguous(
      DesiredApplication desired, Collection<ObservedApplication> observed) {
    return new Refusal<>(
        Refusal.Kind.CONFLICT,
        "Apps %s have the client id %s or the displayName %s, but this resource can manage only one App. Choose another value, or delete one of the Apps."
            .formatted(
                String.join(
                    " and ", observed.stream().map(app -> app.ref().id()).sorted().toList()),
                desired.clientId(),
                desired.displayName()));
  }

  private static Refusal<ObservedApplication, AppChange> otherClientId(
      DesiredApplication desired, ObservedApplication app) {
    return new Refusal<>(
        Refusal.Kind.CONFLICT,
        "App %s of an earlier resource with this name has the client id %s instead of %s. The operator leaves it unchanged. Delete the App, or set spec.clientId to its client id."
            .formatted(app.ref().id(), app.clientId(), desired.clientId()));
  }
}
