package dev.identitydomains.operator.plan;

/** One write to a grant to a group, a user or a dynamic resource group. */
public sealed interface GrantChange extends Change {

  /** Grants the role. */
  record Create(DesiredGrant grant) implements GrantChange {}

  /** Deletes the grant. */
  record Revoke(String grantId) implements GrantChange {}
}
