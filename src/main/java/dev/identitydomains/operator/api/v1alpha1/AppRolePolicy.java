package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Decides what happens to roles of an App that the spec does not list. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum AppRolePolicy {
  /** They are reported and stay. */
  Additive,
  /** They are revoked. */
  Exact,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
