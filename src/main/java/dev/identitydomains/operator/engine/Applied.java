package dev.identitydomains.operator.engine;

import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.plan.Refusal;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.scim.Sensitive;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of a desired state. */
public sealed interface Applied {

  /** Nothing was done, because it would have done harm. */
  record Refused(Refusal refusal) implements Applied {}

  /**
   * The App is as desired.
   *
   * @param appId its id
   * @param ocid its OCID; empty when the service sent none
   * @param newSecret its client secret, when it was created just now
   * @param grants the granted roles by the Grant's id
   * @param changes what had to be done
   */
  record Application(
      String appId,
      Optional<String> ocid,
      Optional<Sensitive> newSecret,
      Map<String, Role> grants,
      List<Change> changes)
      implements Applied {}

  /**
   * The AppRole is as desired.
   *
   * @param uniqueName its name in the whole domain
   */
  record AppRole(String roleId, String uniqueName, List<Change> changes) implements Applied {}
}
