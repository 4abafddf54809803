package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Decides whether the operator writes the Secret of a client. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum SecretWrite {
  /** It writes the credentials of an OAuth client. */
  Always,
  /** It writes no Secret, and deletes the one that it wrote. */
  Never,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
