package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.api.v1alpha1.GrantStatus;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;

/** Writes the statuses of AppRoleGrants and AppAssignments. */
final class GrantStatuses {

  private final StatusReporter reporter;

  GrantStatuses(StatusReporter reporter) {
    this.reporter = reporter;
  }

  void write(GrantResource grant, GrantStatus status) {
    switch (grant) {
      case AppRoleGrant role -> reporter.write(role, status, AppRoleGrant::new);
      case AppAssignment app -> reporter.write(app, status, AppAssignment::new);
    }
  }
}
