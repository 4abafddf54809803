package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Algorithm and size of key pairs. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum KeyType {
  /** RSA of 2048 bits. */
  RSA2048,
  /** RSA of 3072 bits. */
  RSA3072,
  /** RSA of 4096 bits. */
  RSA4096,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
