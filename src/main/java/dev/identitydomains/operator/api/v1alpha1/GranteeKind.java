package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Types of grantees. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum GranteeKind {
  /** The App of a ClientApplication. */
  App,
  /** A group, whose members get the role. */
  Group,
  /** A user. */
  User,
  /** A dynamic resource group. */
  DynamicResourceGroup,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
