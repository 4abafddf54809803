package dev.identitydomains.operator.plan;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The owner of an App.
 *
 * @param tag value of the owner tag; null for none
 * @param retainedFrom value of the owner tag before the deletion of the owner; null for none
 * @param adopted whether the App existed before its first owner tag
 * @param builtIn whether the App belongs to the service itself, is an operator's own client, or has
 *     no owner tag and is an application of another sort
 */
public record Ownership(
    @Nullable String tag, @Nullable String retainedFrom, boolean adopted, boolean builtIn) {

  /** The ownership of an App that its ClientApplication created. */
  public static Ownership made(OwnerTag owner) {
    return new Ownership(owner.value(), null, false, false);
  }

  /** The ownership of an App that its ClientApplication adopted. */
  public static Ownership adopted(OwnerTag owner) {
    return new Ownership(owner.value(), null, true, false);
  }

  /** The ownership of the App that is an operator's own client: no resource may have it. */
  public static Ownership reserved() {
    return new Ownership(null, null, false, true);
  }

  /** The ownership after a resource has taken over what another one has left to it. */
  public Ownership inheritedBy(OwnerTag owner) {
    return new Ownership(owner.value(), null, adopted, builtIn);
  }

  /** The ownership after the deletion of the owner. */
  public Ownership released() {
    return new Ownership(null, tag, adopted, builtIn);
  }

  /** Whether the App has no owner tag and is not built in. */
  public boolean isUnowned() {
    return !builtIn && tag == null;
  }

  /** Whether nothing tells of an owner, a former one included. */
  boolean isUnmarked() {
    return isUnowned() && retainedFrom == null;
  }

  /** Whether the App has this owner's tag and is not built in. */
  public boolean belongsTo(OwnerTag owner) {
    return !builtIn && owner.value().equals(tag);
  }

  /** Whether the App has no owner since this one left it. */
  public boolean isReleasedBy(OwnerTag owner) {
    return isUnowned() && owner.value().equals(retainedFrom);
  }

  /** The present owner, else the last one; empty for none, or for a tag of another form. */
  public Optional<OwnerTag> lastOwner() {
    return Optional.ofNullable(tag == null ? retainedFrom : tag).flatMap(OwnerTag::parse);
  }
}
