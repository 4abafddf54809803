package dev.identitydomains.operator.engine.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.ObservedGrant;
import dev.identitydomains.operator.plan.ObservedRole;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.RoleName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryTest {

  private static final RoleName READER = new RoleName("app-2", "reader");
  private static final ObservedGrant GRANT =
      new ObservedGrant("grant-1", "app-1", new Role("app-2", "role-1"));

  private final Inventory inventory = new Inventory();
  private final Map<String, ObservedApplication> apps = new HashMap<>();
  private final Map<String, ObservedRole> roles = new HashMap<>();
  private final Map<String, ObservedGrant> grants = new HashMap<>();

  @BeforeEach
  void read() {
    apps.put("app-1", app("app-1", "orders", Map.of("description", AttributeValue.of("a"))));
    apps.put("app-2", app("app-2", "api", Map.of()));
    roles.put("role-1", new ObservedRole("role-1", READER, null, Map.of()));
    grants.put("grant-1", GRANT);
    inventory.merge(reading());
    inventory.drainChanges();
  }

  @Test
  void findsAppsByClientIdAndDisplayNameIgnoringCase() {
    assertThat(ids(inventory.applications("ORDERS", "API app"))).containsExactly("app-1", "app-2");
    assertThat(ids(inventory.applications("orders", ""))).containsExactly("app-1");
    assertThat(inventory.applications("orders", "").getFirst().grants())
        .isEqualTo(Map.of("grant-1", GRANT.entitlement()));
    assertThat(inventory.find(List.of(READER, new RoleName("app-2", "clerk"))))
        .isEqualTo(Map.of(READER, GRANT.entitlement()));
  }

  /** S28: a scope is one key and one look-up; its prefixes are none. */
  @Test
  void scopesAreFoundAsAWhole() {
    var scopes = new TreeMap<String, Map<String, Object>>();
    for (var i = 0; i < 100; i++) {
      scopes.put("s".repeat(1000) + i, Map.of());
    }
    var attributes =
        Map.of(
            "audience", AttributeValue.of("u"),
            "scopes", new AttributeValue.ComplexValues("value", scopes),
            "allowedScopes", new AttributeValue.ComplexValues("fqs", scopes));
    var large = app("large", "large", attributes);
    assertThat(Inventory.keys(large)).hasSize(2 + 2 * scopes.size());
    inventory.put(large);
    assertThat(ids(inventory.defining("u" + scopes.firstKey()))).containsExactly("large");
    assertThat(inventory.defining("urn:opc:idm:__myscopes__")).isEmpty();
    assertThat(inventory.defining("u" + "s".repeat(1000))).isEmpty();
    assertThat(inventory.allowedAny(List.of("s".repeat(999)))).isEmpty();
  }

  /** S4: each key repeats the audience. */
  @Test
  void scopesThatNoSpecCanNameAreNoKeys() {
    var scopes = new TreeMap<String, Map<String, Object>>();
    for (var i = 0; i < 2_500; i++) {
      scopes.put("" + i, Map.of());
    }
    var audience = AttributeValue.of("a".repeat(99_000));
    var values = new AttributeValue.ComplexValues("value", scopes);
    var large = app("large", "large", Map.of("audience", audience, "scopes", values));
    assertThat(Inventory.keys(large)).containsExactly("name:large", "displayName:large app");
  }

  @Test
  void repeatedFullReadReportsNoChange() {
    inventory.merge(reading());
    assertThat(inventory.drainChanges().isEmpty()).isTrue();
  }

  @Test
  void fullReadReportsChangedNewAndDeletedObjects() {
    apps.put("app-1", app("app-1", "orders", Map.of("description", AttributeValue.of("b"))));
    apps.remove("app-2");
    apps.put("app-3", app("app-3", "new", Map.of()));
    roles.remove("role-1");
    inventory.merge(reading());
    assertThat(inventory.drainChanges())
        .isEqualTo(
            new InventoryChanges(Set.of("app-1", "app-2", "app-3"), Set.of(READER), Set.of()));
    assertThat(inventory.drainChanges().isEmpty()).isTrue();
    assertThat(inventory.applications("api", "")).isEmpty();
  }

  @Test
  void fullReadReportsGranteeOfDeletedGrant() {
    grants.clear();
    inventory.merge(reading());
    assertThat(inventory.drainChanges())
        .isEqualTo(new InventoryChanges(Set.of("app-1"), Set.of(), Set.of()));
    assertThat(inventory.applications("orders", "").getFirst().grants()).isEmpty();
  }

  @Test
  void mergeKeepsWritesDuringFullRead() {
    var reading = reading();
    inventory.patched("app-1", Map.of("description", AttributeValue.of("b")), "v2");
    inventory.put(app("app-3", "new", Map.of()));
    inventory.deleted("app-2");
    inventory.merge(reading);
    assertThat(inventory.drainChanges().isEmpty()).isTrue();
    var app = inventory.applications("orders", "").getFirst();
    assertThat(app.attributes()).containsEntry("description", AttributeValue.of("b"));
    assertThat(app.ref().version()).contains("v2");
    assertThat(app.grants()).as("went with the App that defines the role").isEmpty();
    assertThat(inventory.applications("new", "")).hasSize(1);
    assertThat(inventory.applications("api", "")).isEmpty();
    assertThat(inventory.role(READER)).isEmpty();
  }

  @Test
  void attributeThatServiceAddsToWriteIsNoChange() {
    inventory.patched("app-1", Map.of("description", AttributeValue.of("b")), null);
    apps.put(
        "app-1",
        app(
            "app-1",
            "orders",
            Map.of("description", AttributeValue.of("b"), "trustScope", AttributeValue.of("x"))));
    inventory.merge(reading());
    assertThat(inventory.drainChanges().isEmpty()).isTrue();
    apps.put("app-1", app("app-1", "orders", Map.of("description", AttributeValue.of("b"))));
    inventory.merge(reading());
    assertThat(inventory.drainChanges().appIds()).as("from then on it is").contains("app-1");
  }

  @Test
  void fullReadReportsRevertedWrite() {
    inventory.activated("app-1", false);
    inventory.merge(reading());
    assertThat(inventory.drainChanges().appIds()).contains("app-1");
    assertThat(inventory.applications("orders", "").getFirst().active()).isTrue();
  }

  private Inventory.Reading reading() {
    return new Inventory.Reading(
        inventory.currentRevision(), Map.copyOf(apps), Map.copyOf(roles), Map.copyOf(grants));
  }

  private static ObservedApplication app(
      String id, String clientId, Map<String, AttributeValue> attributes) {
    var all = new HashMap<>(attributes);
    all.put("displayName", AttributeValue.of(clientId + " app"));
    return new ObservedApplication(
        new AppRef(id, clientId, null, "v1", null),
        new Ownership(null, null, false, false),
        "CustomWebAppTemplateId",
        true,
        all,
        Map.of());
  }

  private static List<String> ids(List<ObservedApplication> found) {
    return found.stream().map(app -> app.ref().id()).sorted().toList();
  }
}
