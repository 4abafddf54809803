package dev.identitydomains.operator.plan;

import org.jspecify.annotations.Nullable;

/**
 * The owner of an App.
 *
 * @param tag value of the owner tag; null for none
 * @param adopted whether the App existed before its owner tag
 * @param builtIn whether the App belongs to the service itself, or is an operator's own client
 */
public record Ownership(@Nullable String tag, boolean adopted, boolean builtIn) {

  /** The ownership of an App that its ClientApplication created. */
  public static Ownership made(OwnerTag owner) {
    return new Ownership(owner.value(), false, false);
  }

  /** The ownership of an App that its ClientApplication adopted. */
  public static Ownership adopted(OwnerTag owner) {
    return new Ownership(owner.value(), true, false);
  }

  /** The ownership of the App that is an operator's own client: no resource may have it. */
  public static Ownership reserved() {
    return new Ownership(null, false, true);
  }

  /** Whether the App has no owner tag and is not built in. */
  public boolean isUnowned() {
    return !builtIn && tag == null;
  }

  /** Whether the App has this owner's tag and is not built in. */
  public boolean belongsTo(OwnerTag owner) {
    return !builtIn && owner.value().equals(tag);
  }
}
