package dev.identitydomains.operator.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds a desired App: a client {@code orders} without roles. */
public final class DesiredApplicationBuilder {

  public static final OwnerTag OWNER = new OwnerTag("cluster", "shop", "uid", "orders");

  static final Claim CLAIM =
      new Claim(OWNER, null, "orders_7f3c", Adoption.NEVER, Set.of(), Set.of(), false);

  private final Map<String, AttributeValue> attributes = new HashMap<>();
  private String clientId = "orders";
  private String template = "web";
  private boolean active = true;
  private @Nullable DesiredGrants roles;

  public DesiredApplicationBuilder clientId(String value) {
    clientId = value;
    return this;
  }

  public DesiredApplicationBuilder attribute(String name, String value) {
    return attribute(name, AttributeValue.of(value));
  }

  public DesiredApplicationBuilder attribute(String name, AttributeValue value) {
    attributes.put(name, value);
    return this;
  }

  public DesiredApplicationBuilder template(String value) {
    template = value;
    return this;
  }

  public DesiredApplicationBuilder inactive() {
    active = false;
    return this;
  }

  /** The only roles that the App shall have. */
  public DesiredApplicationBuilder exactRoles(Role... wanted) {
    roles = DesiredGrants.of(Set.of(wanted), true);
    return this;
  }

  public DesiredApplication build() {
    return new DesiredApplication(
        clientId,
        new Claim(OWNER, clientId, "orders_7f3c", Adoption.NEVER, Set.of(), Set.of(), false),
        template,
        active,
        attributes,
        roles);
  }
}
