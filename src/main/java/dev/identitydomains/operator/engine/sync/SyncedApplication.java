package dev.identitydomains.operator.engine.sync;

import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.Role;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An App after the execution of its plan.
 *
 * @param appId its id
 * @param clientId its client id
 * @param ocid its OCID; null when the service sent none
 * @param newSecret its client secret; null unless the plan created the App
 * @param grants the granted roles by id of the Grant
 * @param changes the executed changes
 */
public record SyncedApplication(
    String appId,
    String clientId,
    @Nullable String ocid,
    @Nullable Sensitive newSecret,
    Map<String, Role> grants,
    List<AppChange> changes) {}
