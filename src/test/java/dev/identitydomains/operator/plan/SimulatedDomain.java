package dev.identitydomains.operator.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Carries a plan out on an observation, as the service would. */
final class SimulatedDomain {

  private SimulatedDomain() {}

  static Optional<ObservedApplication> apply(
      Plan<ObservedApplication, AppChange> plan, Optional<ObservedApplication> before) {
    var app = before;
    for (var change : plan.changes()) {
      app = apply(change, app);
    }
    return app;
  }

  private static Optional<ObservedApplication> apply(
      AppChange change, Optional<ObservedApplication> app) {
    return switch (change) {
      case AppChange.Create create -> Optional.of(created(create.application()));
      case AppChange.Adopt adopt -> app.map(a -> a.withOwnership(Ownership.adopted(adopt.owner())));
      case AppChange.Inherit inherit ->
          app.map(a -> a.withOwnership(a.ownership().inheritedBy(inherit.owner())));
      case AppChange.RestoreOwner restore ->
          app.map(a -> a.withOwnership(a.ownership().inheritedBy(restore.owner())));
      case AppChange.Release _ -> app.map(a -> a.withOwnership(a.ownership().released()));
      case AppChange.Patch patch -> app.map(a -> patched(a, patch.attributes()));
      case AppChange.SetActive set ->
          app.map(a -> with(a, set.active(), a.attributes(), a.grants()));
      case AppChange.GrantRole grant -> app.map(a -> granted(a, grant.role()));
      case AppChange.RevokeGrant revoke -> app.map(a -> revoked(a, revoke.grantId()));
      case AppChange.Delete _ -> {
        if (app.orElseThrow().active()) {
          throw new IllegalStateException("an active App refuses DELETE");
        }
        yield Optional.empty();
      }
      case AppChange.RemoveAllowedScopes _ -> app;
    };
  }

  private static ObservedApplication created(DesiredApplication desired) {
    return new ObservedApplication(
        new AppRef("id-1", desired.clientId(), null, "v1", null),
        Ownership.made(desired.owner()),
        desired.template(),
        desired.active(),
        desired.attributes(),
        Map.of());
  }

  private static ObservedApplication patched(
      ObservedApplication app, Map<String, AttributeValue> patch) {
    var attributes = new HashMap<>(app.attributes());
    attributes.putAll(patch);
    return with(app, app.active(), attributes, app.grants());
  }

  private static ObservedApplication granted(ObservedApplication app, Role role) {
    var grants = new HashMap<>(app.grants());
    grants.put("grant-" + role.applicationId() + "-" + role.id(), role);
    return with(app, app.active(), app.attributes(), grants);
  }

  private static ObservedApplication revoked(ObservedApplication app, String grantId) {
    var grants = new HashMap<>(app.grants());
    grants.remove(grantId);
    return with(app, app.active(), app.attributes(), grants);
  }

  private static ObservedApplication with(
      ObservedApplication app,
      boolean active,
      Map<String, AttributeValue> attributes,
      Map<String, Role> grants) {
    return new ObservedApplication(
        app.ref(), app.ownership(), app.template(), active, attributes, grants);
  }
}
