package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.domain.DomainState;
import dev.identitydomains.operator.engine.sync.ApplicationSync;
import dev.identitydomains.operator.translate.ApplicationIdentity;

/** The application that a run reconciles, and its domain. */
record ApplicationContext(
    ClientApplication app,
    ApplicationIdentity identity,
    DomainState.Ready domain,
    Priority priority) {

  DomainConnection connection() {
    return domain.connection();
  }

  ApplicationSync sync() {
    return domain.connection().applications();
  }
}
