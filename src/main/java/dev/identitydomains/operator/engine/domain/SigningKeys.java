package dev.identitydomains.operator.engine.domain;

/**
 * Whether a domain gives the keys that sign its tokens ({@code jwks_uri}) to callers without a
 * token: by default it does not (attribute {@code signingCertPublicAccess} of its Settings).
 */
public enum SigningKeys {
  /** Everybody may read them. */
  PUBLIC,
  /** The domain asks for a token. */
  PROTECTED,
  /** The domain gave another reply, or none. */
  UNKNOWN
}
