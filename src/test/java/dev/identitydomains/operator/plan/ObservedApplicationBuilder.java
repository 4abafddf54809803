package dev.identitydomains.operator.plan;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds an observed App: it belongs to the owner of the desired App. */
public final class ObservedApplicationBuilder {

  private final Map<String, Role> grants = new HashMap<>();
  private final Map<String, AttributeValue> attributes =
      new HashMap<>(Map.of("displayName", AttributeValue.of("Orders")));
  private String id = "id-1";
  private String clientId = "orders";
  private @Nullable String owner = DesiredApplicationBuilder.OWNER.value();
  private boolean builtIn;

  public ObservedApplicationBuilder id(String value) {
    id = value;
    return this;
  }

  public ObservedApplicationBuilder clientId(String value) {
    clientId = value;
    return this;
  }

  public ObservedApplicationBuilder owner(@Nullable String tag) {
    owner = tag;
    return this;
  }

  /** An App that belongs to the service itself. */
  public ObservedApplicationBuilder builtIn() {
    builtIn = true;
    return this;
  }

  public ObservedApplicationBuilder grant(String id, Role role) {
    grants.put(id, role);
    return this;
  }

  public ObservedApplicationBuilder attribute(String name, AttributeValue value) {
    attributes.put(name, value);
    return this;
  }

  public ObservedApplication build() {
    return new ObservedApplication(
        new AppRef(id, clientId, null, "v1", null),
        new Ownership(owner, null, false, builtIn),
        "web",
        true,
        attributes,
        grants);
  }
}
