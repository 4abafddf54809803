package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Decides whether the operator revokes roles that other writers granted to an App. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum AppRolePolicy {
  /** The operator reports and keeps these roles. */
  Additive,
  /** The operator revokes these roles. */
  Exact,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
