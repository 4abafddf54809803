package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.Role;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An App after its plan was executed.
 *
 * @param appId its id
 * @param clientId its client id
 * @param ocid its OCID; null when the service sent none
 * @param newSecret its client secret, when this plan created it; else null
 * @param grants the granted roles by the Grant's id
 * @param changes the changes that were made
 */
public record SyncedApplication(
    String appId,
    String clientId,
    @Nullable String ocid,
    @Nullable Sensitive newSecret,
    Map<String, Role> grants,
    List<AppChange> changes) {}
