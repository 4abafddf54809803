package dev.identitydomains.operator.status;

/** What happened to a resource, as normal events name it. Warnings carry a {@link Reason}. */
public enum Event {
  /** It was made in the domain. */
  Created("Create"),
  /** It was changed in the domain, because its spec or something it names changed. */
  Updated("Update"),
  /** It was deleted in the domain. */
  Deleted("Delete"),
  /** An App that existed was taken over. */
  Adopted("Adopt"),
  /** The App has a new client secret. */
  SecretRotated("RotateSecret"),
  /** The App accepts other certificates. */
  CertificatesChanged("UpdateCertificates"),
  /** What uses the Secret was restarted, so that it picks a change up. */
  Restarted("Restart"),
  /** What somebody else changed in the domain was put back. */
  DriftCorrected("CorrectDrift");

  private final String action;

  Event(String action) {
    this.action = action;
  }

  /** What the operator did, as {@code action} of {@code events.k8s.io/v1} names it. */
  public String action() {
    return action;
  }
}
