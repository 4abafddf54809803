package dev.identitydomains.operator.plan;

/** What a Grant gives: a role, or an App as a whole, which lets users sign in to it. */
public sealed interface Entitlement permits Role, WholeApp {

  /** SCIM id of the App that defines the role, or that is given as a whole. */
  String applicationId();

  /** SCIM id of the role or the App: no other resource of the domain has it (RFC 7643, 3.1). */
  String id();
}
