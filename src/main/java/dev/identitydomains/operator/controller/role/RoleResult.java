package dev.identitydomains.operator.controller.role;

import dev.identitydomains.operator.engine.sync.SyncResult;
import dev.identitydomains.operator.status.Outcome;
import java.util.Optional;

/**
 * How far the reconciliation of an AppRole came.
 *
 * @param made the role, when this run saw or made it
 */
record RoleResult(Outcome outcome, Optional<SyncResult.AppRole> made) {

  /** Nothing was done. */
  static RoleResult stopped(Outcome outcome) {
    return new RoleResult(outcome, Optional.empty());
  }
}
