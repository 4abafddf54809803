package dev.identitydomains.operator.plan;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The owner of an App.
 *
 * @param tag value of the owner tag; null for none
 * @param retainedFrom value of the owner tag before the deletion of the owner; null for none
 * @param adopted whether the App existed before its first owner tag
 * @param builtIn whether the App belongs to the service itself, or is an operator's own client
 * @param otherSort whether the App is something else than an OAuth application, or more: only its
 *     owner has it
 */
public record Ownership(
    @Nullable String tag,
    @Nullable String retainedFrom,
    boolean adopted,
    boolean builtIn,
    boolean otherSort) {

  /** The ownership of an OAuth application. */
  public Ownership(
      @Nullable String tag, @Nullable String retainedFrom, boolean adopted, boolean builtIn) {
    this(tag, retainedFrom, adopted, builtIn, false);
  }

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
    return new Ownership(owner.value(), null, adopted, builtIn, otherSort);
  }

  /** The ownership after the deletion of the owner. */
  public Ownership released() {
    return new Ownership(null, tag, adopted, builtIn, otherSort);
  }

  /** Whether the App has no owner tag, and a resource may get it. */
  public boolean isUnowned() {
    return !builtIn && !otherSort && tag == null;
  }

  /** Whether nothing tells of an owner, a former one included. */
  public boolean isUnmarked() {
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
