package dev.identitydomains.operator.kube;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** The options of the operator's server-side apply. */
public final class ServerSideApply {

  /** Resolves conflicts with other field managers by taking the fields over. */
  public static final PatchContext FORCED =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withForce(true)
          .withFieldManager(WellKnownNames.FIELD_MANAGER)
          .build();

  private ServerSideApply() {}
}
