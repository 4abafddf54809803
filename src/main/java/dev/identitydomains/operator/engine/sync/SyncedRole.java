package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.plan.RoleChange;
import java.util.List;

/**
 * An AppRole after its plan was executed.
 *
 * @param roleId its id
 * @param changes the changes that were made
 */
public record SyncedRole(String roleId, List<RoleChange> changes) {}
