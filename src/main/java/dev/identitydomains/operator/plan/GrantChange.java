package dev.identitydomains.operator.plan;

/** One write to the grant of an AppRoleGrant. */
public sealed interface GrantChange extends Change {

  /** Grants the role. */
  record Create(DesiredGrant grant) implements GrantChange {}

  /** Deletes the grant. */
  record Revoke(String grantId) implements GrantChange {}
}
