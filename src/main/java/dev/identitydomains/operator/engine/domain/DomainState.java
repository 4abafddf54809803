package dev.identitydomains.operator.engine.domain;

/** What is known of a domain at run time. */
public sealed interface DomainState {

  /** It answers and lets the operator in. */
  record Ready(DomainConnection connection, OpenIdConfiguration facts) implements DomainState {}

  /** It cannot be used now; the problem says why, for people. */
  record NotReady(String problem) implements DomainState {}
}
