package dev.identitydomains.operator.engine.inventory;

import dev.identitydomains.operator.plan.AttributeValue;
import java.util.Map;

/**
 * The attributes that a spec can declare and a full read requests: by wire name, each with a value
 * of its shape.
 *
 * @param apps attributes of Apps
 * @param roles attributes of AppRoles
 */
public record AttributeSchema(Map<String, AttributeValue> apps, Map<String, AttributeValue> roles) {

  public AttributeSchema {
    apps = Map.copyOf(apps);
    roles = Map.copyOf(roles);
  }
}
