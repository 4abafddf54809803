package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Decides what happens to Apps whose namespace lost the access to their domain. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum WithdrawalPolicy {
  /** The App stays active, without the grants and scopes that rested on the access. */
  Keep,
  /** The App is deactivated as well. */
  Deactivate,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
