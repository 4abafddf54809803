package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.RoleGrantee;
import dev.identitydomains.operator.engine.sync.GrantSync;
import dev.identitydomains.operator.plan.GranteeType;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A grantee by name, as in a spec.
 *
 * @param type type of the grantee
 * @param name {@code userName} of a user, {@code displayName} of a group; of a dynamic resource
 *     group its id or OCID too
 */
record NamedGrantee(GranteeType type, String name) {

  /** The form of ids in published replies. */
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  static NamedGrantee of(RoleGrantee spec) {
    if (spec.group() != null) {
      return new NamedGrantee(GranteeType.GROUP, spec.group());
    }
    return spec.user() != null
        ? new NamedGrantee(GranteeType.USER, spec.user())
        : new NamedGrantee(
            GranteeType.DYNAMIC_RESOURCE_GROUP, String.valueOf(spec.dynamicResourceGroup()));
  }

  /**
   * Reads the id of the grantee; empty when none or several have the name. The id of a dynamic
   * resource group, which the operator's role may not let it read, is taken as it is.
   */
  Optional<String> id(GrantSync domain) {
    if (type == GranteeType.DYNAMIC_RESOURCE_GROUP && ID.matcher(name).matches()) {
      return Optional.of(name);
    }
    var ids = domain.named(type, name);
    return ids.size() == 1 ? Optional.of(ids.getFirst()) : Optional.empty();
  }

  Outcome missing() {
    return new Outcome.Retrying(
        Reason.DependencyNotReady,
        "The domain has no %1$s or several %1$ss with the name '%2$s'. Create it, delete the others, or correct spec.grantee."
            .formatted(label(), name),
        Interval.GRANTEE.duration());
  }

  private String label() {
    return switch (type) {
      case APP -> "App";
      case GROUP -> "group";
      case USER -> "user";
      case DYNAMIC_RESOURCE_GROUP -> "dynamic resource group";
    };
  }
}
