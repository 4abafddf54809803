package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reference.AllowedNamespacesCheck;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.domain.DomainState;
import dev.identitydomains.operator.engine.sync.ApplicationSync;
import dev.identitydomains.operator.engine.sync.KnownApplications;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.policy.Permissions;
import dev.identitydomains.operator.translate.ApplicationIdentity;

/** The application that a run reconciles, and its domain. */
record ApplicationContext(
    ClientApplication app, ApplicationIdentity identity, DomainAccess.Granted access) {

  DomainState.Ready domain() {
    return access.domain();
  }

  Permissions permissions() {
    return access.permissions();
  }

  DomainConnection connection() {
    return domain().connection();
  }

  /**
   * The desired App with what this domain lets the application claim.
   *
   * @param isOfAnother whether the App with its names is that of another application
   */
  DesiredApplication claim(DesiredApplication desired, boolean isOfAnother) {
    var isDomains =
        AllowedNamespacesCheck.isLocal(References.domainOf(app), app.getMetadata().getNamespace());
    var claim = desired.claim().in(permissions().adoptable(), access.predecessors(), isDomains);
    return known().identify(desired.withClaim(isOfAnother ? claim.withoutAdoption() : claim));
  }

  KnownApplications known() {
    return connection().knownApplications();
  }

  ApplicationSync sync() {
    return connection().applications();
  }
}
