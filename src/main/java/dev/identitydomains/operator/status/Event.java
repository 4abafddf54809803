package dev.identitydomains.operator.status;

/** Reasons of events of type Normal. Events of type Warning have a {@link Reason}. */
public enum Event {
  /** The operator created the object in the domain. */
  Created("Create"),
  /** The operator changed the object after a change of the spec or of a referenced resource. */
  Updated("Update"),
  /** The operator deleted the object in the domain. */
  Deleted("Delete"),
  /** The App of a deleted resource stays in the domain. */
  Retained("Retain"),
  /** The operator adopted an object that existed in the domain. */
  Adopted("Adopt"),
  /** The domain has more Apps than before whose ClientApplication does not exist. */
  OrphansFound("CompareOwners"),
  /** The issuer or the token endpoint of the domain is another one than before. */
  EndpointsChanged("ReadConfiguration"),
  /** The certificate of the operator's client ends within two weeks. */
  CertificateEndsSoon("ReadCertificate"),
  /** The operator revoked grants or scopes, because a consent or a policy was withdrawn. */
  AccessRevoked("RevokeAccess"),
  /** The App has a new client secret. */
  SecretRotated("RotateSecret"),
  /** The App accepts other client certificates. */
  CertificatesChanged("UpdateCertificates"),
  /** The operator restarted the workloads that use the changed Secret. */
  Restarted("Restart"),
  /** The operator leaves the resource as it is, because its annotation says so. */
  Paused("Pause"),
  /** The operator reconciles the resource again, whose annotation is gone. */
  Resumed("Resume"),
  /** The operator reverted another writer's change in the domain. */
  DriftCorrected("CorrectDrift");

  private final String action;

  Event(String action) {
    this.action = action;
  }

  /** The {@code action} of the event ({@code events.k8s.io/v1}). */
  public String action() {
    return action;
  }
}
