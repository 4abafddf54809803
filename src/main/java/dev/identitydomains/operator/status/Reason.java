package dev.identitydomains.operator.status;

/** Reasons of the condition Ready and of events of type Warning. */
public enum Reason {
  /** The domain has the desired state. */
  Synced,
  /** The IdentityDomain, or a Secret or ConfigMap of it, is missing or not ready. */
  DomainNotReady,
  /** The domain is unreachable or answers with a server error. */
  DomainUnavailable,
  /** The domain refuses the operator's client or its access token. */
  CredentialsRejected,
  /** The operator's client lacks an app role. */
  Forbidden,
  /** The domain answered 429. */
  RateLimited,
  /** The schema, the domain or the operator refuses the spec. */
  InvalidSpec,
  /** The IdentityDomain does not allow the resource's namespace. */
  NamespaceNotAllowed,
  /** The policies of the IdentityDomain, or the hosts of the operator, do not permit a value. */
  NotPermitted,
  /** Another resource or a role in the domain is missing or not Ready. */
  DependencyNotReady,
  /** Another owner's object has the name, or an older resource claims the same object. */
  Conflict,
  /** A Secret of another owner has the same name. */
  SecretConflict,
  /** The API server refuses a write of the operator. */
  KubernetesRefused,
  /** Observed and desired state differ, and the operator does not correct that. */
  DriftDetected,
  /** The resource cannot be deleted yet. */
  DeletionBlocked;

  /** Whether another change of the same commit may end a refusal with this reason. */
  public boolean mayEndByItself() {
    return switch (this) {
      case NamespaceNotAllowed, NotPermitted, Conflict, SecretConflict -> true;
      default -> false;
    };
  }
}
