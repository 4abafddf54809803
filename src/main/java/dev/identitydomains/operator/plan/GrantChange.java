package dev.identitydomains.operator.plan;

/** One write to the grant of an AppRoleGrant or an AppAssignment. */
public sealed interface GrantChange extends Change {

  /** Makes the grant. */
  record Create(DesiredGrant grant) implements GrantChange {}

  /** Records a grant that exists already; the domain does not change. */
  record Adopt(String grantId) implements GrantChange {}

  /** Deletes the grant. */
  record Revoke(String grantId) implements GrantChange {}
}
