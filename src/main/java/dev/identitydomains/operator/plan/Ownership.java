package dev.identitydomains.operator.plan;

import java.util.Optional;

/**
 * Whose App it is.
 *
 * @param tag value of its owner tag; empty when it has none
 * @param oraclesOwn true for Apps that belong to the service itself
 */
public record Ownership(Optional<String> tag, boolean oraclesOwn) {

  /** Whether the App carries this owner's mark and does not belong to the service. */
  public boolean is(OwnerTag owner) {
    return !oraclesOwn && tag.equals(Optional.of(owner.value()));
  }
}
