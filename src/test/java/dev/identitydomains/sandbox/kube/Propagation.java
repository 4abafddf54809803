package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;

/** The deletion of an owner's dependents ({@code propagationPolicy}). */
enum Propagation {
  /** Dependents are deleted after the owner. */
  BACKGROUND,
  /** Dependents are deleted first; {@code blockOwnerDeletion} delays the owner's removal. */
  FOREGROUND,
  /** Dependents stay and lose the owner reference. */
  ORPHAN;

  /** The finalizer of an owner during foreground deletion. */
  static final String FINALIZER = "foregroundDeletion";

  static Propagation of(JsonNode deleteOptions) {
    return switch (deleteOptions.path("propagationPolicy").asText()) {
      case "Foreground" -> FOREGROUND;
      case "Orphan" -> ORPHAN;
      default -> BACKGROUND;
    };
  }

  static boolean waits(ObjectNode owner) {
    return owner.at("/metadata/finalizers").valueStream().anyMatch(Propagation::isFinalizer);
  }

  static ObjectNode waitsNoLonger(ObjectNode owner) {
    removeIf(ObjectStore.metadata(owner).withArray("/finalizers"), Propagation::isFinalizer);
    return owner;
  }

  static boolean blocks(ObjectNode dependent, String owner) {
    return dependent
        .at("/metadata/ownerReferences")
        .valueStream()
        .anyMatch(reference -> refersTo(reference, owner) && isBlocking(reference));
  }

  static ObjectNode disown(ObjectNode dependent, String owner) {
    var references = ObjectStore.metadata(dependent).withArray("/ownerReferences");
    removeIf(references, reference -> refersTo(reference, owner));
    return dependent;
  }

  private static void removeIf(ArrayNode list, Predicate<JsonNode> condition) {
    var kept = list.valueStream().filter(condition.negate()).toList();
    list.removeAll().addAll(kept);
  }

  private static boolean isFinalizer(JsonNode name) {
    return name.asText().equals(FINALIZER);
  }

  private static boolean refersTo(JsonNode reference, String owner) {
    return reference.path("uid").asText().equals(owner);
  }

  private static boolean isBlocking(JsonNode reference) {
    return reference.path("blockOwnerDeletion").asBoolean();
  }
}
