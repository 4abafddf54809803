package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Decides whether the operator sends writes in Bulk calls. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum BulkPolicy {
  /** Many simultaneous writes share Bulk calls. */
  Auto,
  /** Each write is a call. */
  Never,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown
}
