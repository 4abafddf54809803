package dev.identitydomains.operator.status;

/** What happened to a resource, as normal events name it. Warnings carry a {@link Reason}. */
public enum Event {
  /** It was made in the domain. */
  Created,
  /** It was changed in the domain, because its spec or something it names changed. */
  Updated,
  /** It was deleted in the domain. */
  Deleted,
  /** An App that existed was taken over. */
  Adopted,
  /** The App has a new client secret. */
  SecretRotated,
  /** The App accepts other certificates. */
  CertificatesChanged,
  /** What uses the Secret was restarted, so that it picks a change up. */
  Restarted,
  /** What somebody else changed in the domain was put back. */
  DriftCorrected
}
