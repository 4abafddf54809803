package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.plan.GrantChange;
import java.util.List;

/**
 * A grant after the execution of its plan.
 *
 * @param grantId its id
 * @param changes the executed changes
 */
public record SyncedGrant(String grantId, List<GrantChange> changes) {}
