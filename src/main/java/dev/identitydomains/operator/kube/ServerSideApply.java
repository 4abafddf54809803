package dev.identitydomains.operator.kube;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** How the operator writes to Kubernetes what it alone owns. */
public final class ServerSideApply {

  /** Takes fields over that somebody else has written. */
  public static final PatchContext FORCED =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withForce(true)
          .withFieldManager(WellKnownNames.FIELD_MANAGER)
          .build();

  private ServerSideApply() {}
}
