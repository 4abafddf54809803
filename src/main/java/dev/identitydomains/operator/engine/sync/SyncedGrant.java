package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.plan.GrantChange;
import java.util.List;

/**
 * A grant after its plan was executed.
 *
 * @param grantId its id
 * @param changes the changes that were made
 */
public record SyncedGrant(String grantId, List<GrantChange> changes) {}
