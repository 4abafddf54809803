package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Decides whether the operator writes the App. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum ManagementPolicy {
  /** The operator writes the App as declared. */
  Enforce,
  /** The operator writes nothing and reports drift. */
  Observe,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
