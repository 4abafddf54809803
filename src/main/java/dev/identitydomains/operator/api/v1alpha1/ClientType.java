package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** OAuth client types. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum ClientType {
  /** The client has a secret. */
  Confidential,
  /** The client has a secret and may assert the identity of users. */
  Trusted,
  /** The client has no secret. */
  Public,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
