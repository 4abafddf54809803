package dev.identitydomains.operator.engine.inventory;

import dev.identitydomains.operator.plan.AttributeValue;
import java.util.Map;

/**
 * The attributes that specs may declare, and so the ones that are read: by wire name, each with a
 * value of its shape.
 *
 * @param apps of Apps
 * @param roles of AppRoles
 */
public record AttributeSchema(Map<String, AttributeValue> apps, Map<String, AttributeValue> roles) {

  public AttributeSchema {
    apps = Map.copyOf(apps);
    roles = Map.copyOf(roles);
  }
}
