package dev.identitydomains.operator.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the desired App of the planner's tests: a client {@code orders} without roles. */
final class DesiredApplicationBuilder {

  static final OwnerTag OWNER = new OwnerTag("cluster", "shop", "orders");

  private final Map<String, AttributeValue> attributes = new HashMap<>();
  private String template = "web";
  private @Nullable DesiredGrants roles;

  DesiredApplicationBuilder attribute(String name, String value) {
    attributes.put(name, AttributeValue.of(value));
    return this;
  }

  DesiredApplicationBuilder template(String value) {
    template = value;
    return this;
  }

  /** The only roles that the App shall have. */
  DesiredApplicationBuilder exactRoles(Role... wanted) {
    roles = DesiredGrants.of(Set.of(wanted), true);
    return this;
  }

  DesiredApplication build() {
    return new DesiredApplication(
        "orders", new Claim(OWNER, Adoption.NEVER), template, true, attributes, roles);
  }
}
