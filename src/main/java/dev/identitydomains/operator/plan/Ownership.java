package dev.identitydomains.operator.plan;

import org.jspecify.annotations.Nullable;

/**
 * Whose App it is.
 *
 * @param tag value of its owner tag; null when it has none
 * @param adopted whether it existed before it got that tag
 * @param builtIn true for Apps that belong to the service itself
 */
public record Ownership(@Nullable String tag, boolean adopted, boolean builtIn) {

  /** An App that a custom resource has made. */
  public static Ownership made(OwnerTag owner) {
    return new Ownership(owner.value(), false, false);
  }

  /** An App that a custom resource has taken over. */
  public static Ownership adopted(OwnerTag owner) {
    return new Ownership(owner.value(), true, false);
  }

  /** Whether nobody has put a mark on it, and it does not belong to the service. */
  public boolean isUnowned() {
    return !builtIn && tag == null;
  }

  /** Whether the App carries this owner's mark and does not belong to the service. */
  public boolean belongsTo(OwnerTag owner) {
    return !builtIn && owner.value().equals(tag);
  }
}
