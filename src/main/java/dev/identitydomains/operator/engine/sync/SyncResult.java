package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.plan.Refusal;
import dev.identitydomains.operator.plan.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of a desired state. */
public sealed interface SyncResult {

  /** Nothing was done, because it would have done harm. */
  record Refused(Refusal refusal) implements SyncResult {}

  /**
   * The App is as desired, or, where it is only observed, would be after these changes.
   *
   * @param appId its id; empty while there is none
   * @param clientId its client id
   * @param ocid its OCID; empty when the service sent none
   * @param newSecret its client secret, when it was created just now
   * @param grants the granted roles by the Grant's id
   * @param changes what had to be done
   */
  record Application(
      String appId,
      String clientId,
      Optional<String> ocid,
      Optional<Sensitive> newSecret,
      Map<String, Role> grants,
      List<Change> changes)
      implements SyncResult {}

  /** The Grant is as desired. */
  record Granted(String grantId, List<Change> changes) implements SyncResult {}

  /**
   * The AppRole is as desired.
   *
   * @param uniqueName its name in the whole domain
   */
  record AppRole(String roleId, String uniqueName, List<Change> changes) implements SyncResult {}
}
