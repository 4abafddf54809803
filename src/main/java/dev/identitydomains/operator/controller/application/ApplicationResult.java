package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.api.v1alpha1.GrantedRole;
import dev.identitydomains.operator.api.v1alpha1.LocalRef;
import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import dev.identitydomains.operator.status.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the reconciliation of a ClientApplication came: its outcome and the facts for its status.
 * A fact that this run did not learn keeps its former value.
 *
 * @param madeAppId id of the App, when this run saw or made it
 * @param changed whether this run changed the domain
 * @param nextChange when its certificates are to be changed next; empty for never
 */
record ApplicationResult(
    Outcome outcome,
    Facts facts,
    Optional<String> madeAppId,
    boolean changed,
    Optional<Instant> nextChange) {

  ApplicationResult(Outcome outcome, Facts facts, Optional<String> madeAppId, boolean changed) {
    this(outcome, facts, madeAppId, changed, Optional.empty());
  }

  /** This, with something else to be done by then. */
  ApplicationResult until(Optional<Instant> change) {
    return new ApplicationResult(outcome, facts, madeAppId, changed, change);
  }

  /** The facts of a status. */
  record Facts(
      @Nullable String domain,
      @Nullable String appId,
      @Nullable String ocid,
      @Nullable String clientId,
      @Nullable List<GrantedRole> appRoles,
      @Nullable LocalRef binding,
      @Nullable String secretRotatedAt,
      @Nullable List<String> drift) {

    static final Facts NONE = new Facts(null, null, null, null, null, null, null, null);

    static Facts of(@Nullable ClientApplicationStatus status) {
      return status == null
          ? NONE
          : new Facts(
              status.domain(),
              status.appId(),
              status.ocid(),
              status.clientId(),
              status.appRoles(),
              status.binding(),
              status.secretRotatedAt(),
              status.drift());
    }
  }

  /** Nothing was done. */
  static ApplicationResult stopped(Outcome outcome, @Nullable ClientApplicationStatus before) {
    return new ApplicationResult(outcome, Facts.of(before), Optional.empty(), false);
  }

  ClientApplicationStatus status(
      long generation, List<StatusCondition> conditions, @Nullable String lastSyncTime) {
    return new ClientApplicationStatus(
        generation,
        conditions,
        facts.domain(),
        facts.appId(),
        facts.ocid(),
        facts.clientId(),
        facts.appRoles(),
        facts.binding(),
        facts.secretRotatedAt(),
        facts.drift(),
        lastSyncTime);
  }
}
