package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.AppAssignmentSpec;
import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.ExternalApplicationRef;
import dev.identitydomains.operator.api.v1alpha1.NamespacedRef;
import org.jspecify.annotations.Nullable;

/**
 * An App that a spec names by its ClientApplication, or by a name in the domain; without either,
 * the domain itself.
 */
public record ReferencedApp(
    @Nullable NamespacedRef application, @Nullable ExternalApplicationRef external) {

  /** The App that defines a role. */
  public static ReferencedApp of(AppRoleRef role) {
    return new ReferencedApp(role.application(), role.externalApplication());
  }

  /** The App of an assignment. */
  public static ReferencedApp of(AppAssignmentSpec assignment) {
    return new ReferencedApp(assignment.applicationRef(), assignment.externalApplication());
  }
}
