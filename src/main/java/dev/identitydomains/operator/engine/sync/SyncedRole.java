package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.plan.RoleChange;
import java.util.List;

/**
 * An AppRole after the execution of its plan.
 *
 * @param roleId its id
 * @param changes the executed changes
 */
public record SyncedRole(String roleId, List<RoleChange> changes) {}
