package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.controller.credentials.KeyPlan;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The decided changes of an App.
 *
 * @param keys the planned certificates; null when the operator creates none
 * @param present the Secret; null for none
 * @param blocked the time before which neither key nor client secret is rotated; empty for none
 */
record Decided(
    Plan<ObservedApplication, AppChange> plan,
    DesiredApplication desired,
    @Nullable KeyPlan keys,
    @Nullable Secret present,
    Optional<Instant> blocked) {

  /** The same changes of keys with another plan. */
  Decided with(Plan<ObservedApplication, AppChange> other, DesiredApplication app) {
    return new Decided(other, app, keys, present, blocked);
  }
}
