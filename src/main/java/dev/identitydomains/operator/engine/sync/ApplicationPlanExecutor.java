package dev.identitydomains.operator.engine.sync;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.engine.calls.CreatedAppReader;
import dev.identitydomains.operator.engine.calls.WriteScheduler;
import dev.identitydomains.operator.engine.inventory.AttributeJson;
import dev.identitydomains.operator.engine.inventory.GrantJson;
import dev.identitydomains.operator.engine.inventory.Inventory;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.DesiredGrant;
import dev.identitydomains.operator.plan.GranteeType;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.ObservedGrant;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.Scopes;
import dev.identitydomains.operator.scim.Filter;
import dev.identitydomains.operator.scim.Operation;
import dev.identitydomains.operator.scim.ScimResource;
import dev.identitydomains.operator.scim.ScimType;
import dev.identitydomains.operator.scim.WriteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Executes the changes of one App's plan and records each in the inventory. */
final class ApplicationPlanExecutor {

  private final WriteScheduler writes;
  private final Inventory inventory;
  private final AppPatch patches;
  private final CreatedAppReader createdApps;
  private final Map<String, Role> grants;
  private final List<CompletableFuture<?>> underWay = new ArrayList<>();
  private AppRef app;
  private Ownership ownership;
  private CompletableFuture<Optional<ScimResource>> created =
      CompletableFuture.completedFuture(Optional.empty());

  ApplicationPlanExecutor(
      WriteScheduler writes,
      Inventory inventory,
      AppPatch patches,
      CreatedAppReader createdApps,
      @Nullable ObservedApplication subject) {
    this.writes = writes;
    this.inventory = inventory;
    this.patches = patches;
    this.createdApps = createdApps;
    this.app = subject == null ? new AppRef("", "", null, null, null) : subject.ref();
    this.ownership = subject == null ? Ownership.reserved() : subject.ownership();
    this.grants = new HashMap<>(subject == null ? Map.of() : subject.grants());
  }

  /** Executes the changes in order; grants and revocations, which are independent, in parallel. */
  SyncedApplication execute(List<AppChange> changes) {
    try {
      changes.forEach(this::execute);
    } catch (RuntimeException e) {
      finishAfter(e);
      throw e;
    }
    finish();
    var resource = writes.join(created);
    resource.ifPresent(sent -> {
      requireAsked(sent, changes);
      app = app.with(sent.text("ocid").orElse(null), sent.version().orElse(null));
      app = app.withCreated(sent.created().orElse(null));
      inventory.identified(app);
    });
    return new SyncedApplication(
        app.id(),
        app.clientId(),
        app.ocid(),
        resource.flatMap(sent -> sent.text("clientSecret")).map(Sensitive::new).orElse(null),
        Map.copyOf(grants),
        changes);
  }

  private void execute(AppChange change) {
    switch (change) {
      case AppChange.Create create -> create(create.application());
      case AppChange.Adopt adopt -> own(Ownership.adopted(adopt.owner()));
      case AppChange.Inherit inherit -> own(ownership.inheritedBy(inherit.owner()));
      case AppChange.RestoreOwner restore -> own(ownership.inheritedBy(restore.owner()));
      case AppChange.Release _ -> own(ownership.released());
      case AppChange.Patch patch -> patches.write(app, patch.attributes());
      case AppChange.RemoveAllowedScopes remove -> removeScopes(remove.client(), remove.scopes());
      case AppChange.SetActive set -> {
        write(Operation.setActive(app.id(), set.active()));
        inventory.activated(app.id(), set.active());
      }
      case AppChange.GrantRole grant -> grant(grant.role());
      case AppChange.RevokeGrant revoke -> revoke(revoke.grantId());
      case AppChange.Delete _ -> {
        finish();
        write(Operation.delete(ScimType.APP, app.id()));
        inventory.deleted(app.id());
      }
    }
  }

  private void create(DesiredApplication desired) {
    var body = AttributeJson.object(desired.attributes());
    body.put("name", desired.clientId()).put("active", desired.active());
    // immutable, so never compared; the collection of requests says that AppRoles need it
    body.put("isUnmanagedApp", true);
    body.putObject("basedOnTemplate").put("value", desired.template());
    if (!body.has(DesiredApplication.IN_PORTAL)) { // the service shows machines, too
      body.put(DesiredApplication.IN_PORTAL, desired.isForUsers());
    }
    body.withArray(DesiredApplication.TAGS).addAll(OwnerTags.of(Ownership.made(desired.owner())));
    var written = writes.send(Operation.create(ScimType.APP, body));
    app = new AppRef(written.id(), desired.clientId(), null, written.version(), null);
    inventory.put(
        new ObservedApplication(
            app,
            Ownership.made(desired.owner()),
            desired.template(),
            desired.active(),
            desired.attributes(),
            Map.of()));
    created =
        written.resource() != null
            ? CompletableFuture.completedFuture(Optional.of(written.resource()))
            : createdApps.read(desired.clientId());
  }

  /**
   * The reply to a creation has what was asked for; else nobody may take the App for Synced, and
   * the domain is read again.
   */
  private static void requireAsked(ScimResource sent, List<AppChange> changes) {
    for (var change : changes) {
      if (change instanceof AppChange.Create(var desired)) {
        if (desired.active() && sent.json().path("active").equals(BooleanNode.FALSE)) {
          throw AppPatch.notAsked("POST", "an App that is not active");
        }
        AppPatch.requireNone("POST", AttributeJson.differing(sent, desired.attributes(), true));
      }
    }
  }

  private void own(Ownership changed) {
    var written = write(OwnerTags.change(app.id(), ownership, changed));
    app = app.with(app.ocid(), written.version());
    ownership = changed;
    inventory.owned(app.id(), changed);
  }

  /** Clients are deleted at the same time as their API, and deactivated before. */
  private void removeScopes(ObservedApplication planned, Set<String> scopes) {
    inventory.applications(planned.clientId(), "").stream()
        .filter(client -> client.ref().id().equals(planned.ref().id()))
        .forEach(client -> removeScopesFrom(client, scopes));
  }

  /** By value: what others have added to the list since it was read stays. */
  private void removeScopesFrom(ObservedApplication client, Set<String> scopes) {
    var left = new HashMap<>(Scopes.without(client.attributes(), scopes));
    left.keySet().retainAll(Set.of(Scopes.ALLOWED));
    var present =
        scopes.stream()
            .filter(client.allowedScopes()::contains)
            .sorted()
            .map(scope -> Filter.eq(Scopes.KEY, scope).expression())
            .toList();
    if (present.isEmpty()) {
      return;
    }
    try {
      var written =
          write(
              Operation.exchange(
                  ScimType.APP,
                  client.ref().id(),
                  Scopes.ALLOWED,
                  present,
                  JsonNodeFactory.instance.arrayNode()));
      inventory.patched(client.ref().id(), left, written.version());
    } catch (CallException e) {
      if (e.answered(400)) { // one of them has gone by now
        patches.write(client.ref(), left);
      } else if (e.answered(404)) {
        inventory.deleted(client.ref().id());
      } else {
        throw e;
      }
    }
  }

  private void grant(Role role) {
    var body = GrantJson.write(new DesiredGrant(GranteeType.APP, app.id(), role));
    underWay.add(
        writes
            .submit(Operation.create(ScimType.GRANT, body))
            .thenAccept(written -> granted(written.id(), role)));
  }

  private void granted(String grantId, Role role) {
    inventory.granted(new ObservedGrant(grantId, app.id(), role));
    synchronized (grants) {
      grants.put(grantId, role);
    }
  }

  private void revoke(String grantId) {
    underWay.add(
        writes.submit(Operation.delete(ScimType.GRANT, grantId)).thenAccept(_ -> revoked(grantId)));
  }

  private void revoked(String grantId) {
    inventory.revoked(grantId);
    synchronized (grants) {
      grants.remove(grantId);
    }
  }

  /** Waits for all grants and revocations, also after a failure: none may outlive the execution. */
  private void finish() {
    var all = List.copyOf(underWay);
    underWay.clear();
    RuntimeException failure = null;
    for (var write : all) {
      failure = firstOf(failure, () -> writes.join(write));
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void finishAfter(RuntimeException failure) {
    firstOf(failure, this::finish);
  }

  /** The first failure, to which a further one is added: each may have changed the domain. */
  @SuppressWarnings("ReferenceEquality") // the writes of one Bulk call fail with one exception
  private static @Nullable RuntimeException firstOf(
      @Nullable RuntimeException first, Runnable next) {
    try {
      next.run();
      return first;
    } catch (RuntimeException e) {
      if (first != null && e != first) {
        first.addSuppressed(e);
      }
      return first == null ? e : first;
    }
  }

  private WriteResult write(Operation operation) {
    return writes.send(operation);
  }
}
