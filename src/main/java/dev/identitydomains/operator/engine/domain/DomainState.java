package dev.identitydomains.operator.engine.domain;

/** The state of a domain after the last reconciliation of its IdentityDomain. */
public sealed interface DomainState {

  /** The domain answers and accepts the operator's client. */
  record Ready(DomainConnection connection, OpenIdConfiguration facts) implements DomainState {}

  /**
   * The domain is unusable for now.
   *
   * @param problem the reason, for conditions
   */
  record NotReady(String problem) implements DomainState {}
}
