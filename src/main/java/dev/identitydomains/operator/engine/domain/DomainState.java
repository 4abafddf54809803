package dev.identitydomains.operator.engine.domain;

/** The state of a domain after the last reconciliation of its IdentityDomain. */
public sealed interface DomainState {

  /**
   * The domain answers and accepts the operator's client.
   *
   * @param settings which it accepts: other credentials are another state of the same connection
   */
  record Ready(DomainConnection connection, ConnectionSettings settings, OpenIdConfiguration facts)
      implements DomainState {}

  /**
   * The domain is unusable for now.
   *
   * @param problem the reason, for conditions
   */
  record NotReady(String problem) implements DomainState {}
}
