package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import org.jspecify.annotations.Nullable;

/** Decides whether an object in the domain stays when its resource is deleted. */
@JsonDeserialize(using = EnumOrUnknown.class)
public enum DeletionPolicy {
  /** The object is deleted. */
  Delete,
  /** The object stays. */
  Retain,
  /** A value that this version does not know. */
  @JsonIgnore
  Unknown;

  /** Whether the object stays; an unknown policy never deletes. */
  public static boolean isRetaining(@Nullable DeletionPolicy policy) {
    return policy == Retain || policy == Unknown;
  }
}
