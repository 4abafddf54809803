package dev.identitydomains.operator.api.v1alpha1;

import org.jspecify.annotations.Nullable;

/** What AppRoleGrants and AppAssignments declare alike. */
public sealed interface GrantSpec permits AppRoleGrantSpec, AppAssignmentSpec {

  /** The IdentityDomain of the grant; null where a ClientApplication tells it. */
  @Nullable NamespacedRef domainRef();

  /** Who gets the role or the App. */
  RoleGrantee grantee();

  /** Whether the deletion of the resource revokes the grant; null for the default. */
  @Nullable DeletionPolicy deletionPolicy();

  /** Whether a grant that exists already is adopted; null for never. */
  @Nullable ObjectAdoptionPolicy adoptionPolicy();
}
