package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Types of grantees that a role may be granted to. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum RoleAudience {
  /** Apps that are OAuth clients. */
  Clients,
  /** Groups. */
  Groups,
  /** Users. */
  Users,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
