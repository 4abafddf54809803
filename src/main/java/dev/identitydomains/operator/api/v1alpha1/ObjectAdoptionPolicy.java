package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Decides whether an AppRole or an AppRoleGrant may adopt the object that exists already. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum ObjectAdoptionPolicy {
  /** Nothing is adopted. */
  Never,
  /** The existing object with the declared names is adopted. */
  ByName,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
