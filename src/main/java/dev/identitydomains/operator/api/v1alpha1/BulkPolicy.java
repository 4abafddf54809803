package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Decides whether writes go as Bulk calls. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum BulkPolicy {
  /** Many writes at a time go as Bulk calls. */
  Auto,
  /** Each write goes by itself. */
  Never,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
