package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Domain types, which determine the rate limits. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum DomainType {
  /** Free. */
  Free,
  /** Oracle Apps. */
  OracleApps,
  /** Oracle Apps Premium. */
  OracleAppsPremium,
  /** Premium. */
  Premium,
  /** External User. */
  ExternalUser,
  /** External Active User. */
  ExternalActiveUser,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
