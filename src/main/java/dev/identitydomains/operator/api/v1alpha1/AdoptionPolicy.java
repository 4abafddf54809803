package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Selects the existing App that a ClientApplication may adopt. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum AdoptionPolicy {
  /** No App is adopted. */
  Never,
  /** The App with the same client id is adopted. */
  ByClientId,
  /** The App with the same displayName is adopted and keeps its client id. */
  ByDisplayName,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
