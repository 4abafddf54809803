package dev.identitydomains.operator.plan;

/** One write to the domain. The {@link Plan} names its subject. */
public sealed interface Change permits AppChange, RoleChange, GrantChange {}
