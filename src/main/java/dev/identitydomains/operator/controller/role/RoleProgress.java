package dev.identitydomains.operator.controller.role;

import dev.identitydomains.operator.engine.sync.Applied;
import dev.identitydomains.operator.status.Outcome;
import java.util.Optional;

/**
 * How far the reconciliation of an AppRole came.
 *
 * @param made the role, when this run saw or made it
 */
record RoleProgress(Outcome outcome, Optional<Applied.AppRole> made) {

  /** Nothing was done. */
  static RoleProgress stopped(Outcome outcome) {
    return new RoleProgress(outcome, Optional.empty());
  }
}
