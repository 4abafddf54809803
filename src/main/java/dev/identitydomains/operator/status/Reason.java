package dev.identitydomains.operator.status;

/** Why a resource is or is not Ready, as conditions and events name it. */
public enum Reason {
  /** The domain has what the spec says. */
  Synced,
  /** The IdentityDomain, its credentials or its connection is missing. */
  DomainNotReady,
  /** The domain cannot be reached or answers with an error of its own. */
  DomainUnavailable,
  /** The domain refuses the operator's client. */
  CredentialsRejected,
  /** The operator's client lacks an app role. */
  Forbidden,
  /** The domain asked to slow down. */
  RateLimited,
  /** The spec cannot be carried out as it is. */
  InvalidSpec,
  /** The IdentityDomain does not admit the resource's namespace. */
  NamespaceNotAllowed,
  /** Another resource, or a role in the domain, is awaited. */
  DependencyNotReady,
  /** Somebody else's object in the domain is in the way. */
  Conflict,
  /** Somebody else's Secret is in the way. */
  SecretConflict,
  /** Kubernetes does not let the operator write what it has to. */
  KubernetesRefused,
  /** The domain has something else than declared, and it is only observed. */
  DriftDetected,
  /** The resource cannot be deleted yet. */
  DeletionBlocked
}
