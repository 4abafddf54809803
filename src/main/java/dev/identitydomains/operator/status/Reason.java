package dev.identitydomains.operator.status;

/** Reasons of the condition Ready and of events of type Warning. */
public enum Reason {
  /** The domain has the desired state. */
  Synced(Ending.NONE, "a full read, the spec, what the spec refers to"),
  /** The IdentityDomain, or a Secret or ConfigMap of it, is missing or not ready. */
  DomainNotReady(Ending.BY_ITSELF, "the IdentityDomain, its Secret"),
  /** The domain is unreachable or answers with a server error. */
  DomainUnavailable(Ending.BY_ITSELF, "the state of the IdentityDomain"),
  /** The domain refuses the operator's client or its access token. */
  CredentialsRejected(Ending.BY_ITSELF, "the Secret of the IdentityDomain, its state"),
  /** The operator's client lacks an app role. */
  Forbidden(Ending.BY_ITSELF, "the state of the IdentityDomain"),
  /** The domain answered 429. */
  RateLimited(Ending.BY_ITSELF, ""),
  /** The schema, the domain or the operator refuses the spec. */
  InvalidSpec(Ending.BY_USER, "the spec"),
  /** The IdentityDomain does not allow the resource's namespace. */
  NamespaceNotAllowed(
      Ending.WITH_THE_COMMIT,
      "the IdentityDomain, the labels of the namespace, `consumers` of the ClientApplication"),
  /** The policies of the IdentityDomain, or the hosts of the operator, do not permit a value. */
  NotPermitted(Ending.WITH_THE_COMMIT, "the IdentityDomain, the labels of the namespace"),
  /** Another resource or a role in the domain is missing or not Ready. */
  DependencyNotReady(
      Ending.BY_ITSELF,
      "the AppRole, the ClientApplication or its scope, a full read that finds other Apps; not a group or a user"),
  /** Another owner's object has the name, or an older resource claims the same object. */
  Conflict(
      Ending.WITH_THE_COMMIT,
      "the end or the new name of the other resource, a full read that differs from the last"),
  /** The domain has as many objects as its type may have. */
  LimitReached(
      Ending.WITH_THE_COMMIT,
      "the end of another ClientApplication of the domain, a full read that finds other Apps than the last"),
  /** A Secret of another owner has the same name. */
  SecretConflict(
      Ending.WITH_THE_COMMIT, "the end of a Secret that the operator wrote; not that of another"),
  /** The API server refuses a write of the operator. */
  KubernetesRefused(Ending.BY_ITSELF, ""),
  /** The domain differs from the spec, and the operator does not correct that. */
  DriftDetected(Ending.BY_USER, "a full read, the spec"),
  /** The annotation identitydomains.dev/paused keeps the operator from the resource. */
  Paused(Ending.NONE, "the annotation"),
  /** The resource cannot be deleted yet. */
  DeletionBlocked(
      Ending.BY_ITSELF,
      "the end of the resources that use the IdentityDomain, the state of the IdentityDomain");

  /** How a refusal ends. */
  public enum Ending {
    /** It is none. */
    NONE,
    /** By an event or an attempt of the operator. */
    BY_ITSELF,
    /** By another change of the same commit, or else by a user. */
    WITH_THE_COMMIT,
    /** By a user alone. */
    BY_USER
  }

  private final Ending ending;
  private final String wokenBy;

  Reason(Ending ending, String wokenBy) {
    this.ending = ending;
    this.wokenBy = wokenBy;
  }

  /** How a refusal with this reason ends. */
  public Ending ending() {
    return ending;
  }

  /** What triggers the next reconciliation before its time, in Markdown; empty for nothing. */
  public String wokenBy() {
    return wokenBy;
  }
}
