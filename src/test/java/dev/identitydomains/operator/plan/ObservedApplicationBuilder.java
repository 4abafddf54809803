package dev.identitydomains.operator.plan;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the observed App of the planner's tests: it belongs to the desired App's owner. */
final class ObservedApplicationBuilder {

  private final Map<String, Role> grants = new HashMap<>();
  private String clientId = "orders";
  private @Nullable String owner = DesiredApplicationBuilder.OWNER.value();

  ObservedApplicationBuilder clientId(String value) {
    clientId = value;
    return this;
  }

  ObservedApplicationBuilder owner(@Nullable String tag) {
    owner = tag;
    return this;
  }

  ObservedApplicationBuilder grant(String id, Role role) {
    grants.put(id, role);
    return this;
  }

  ObservedApplication build() {
    return new ObservedApplication(
        new AppRef("id-1", clientId, null, "v1"),
        new Ownership(owner, false, false),
        "web",
        true,
        Map.of("displayName", AttributeValue.of("Orders")),
        grants);
  }
}
