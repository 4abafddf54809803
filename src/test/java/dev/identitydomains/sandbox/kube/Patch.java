package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.stream.Stream;

/** A patch of an object, in one of the API server's media types. */
record Patch(ApiRequest request) {

  boolean isApply() {
    return mediaType().equals("application/apply-patch");
  }

  ObjectNode of(ObjectNode before) {
    return switch (mediaType()) {
      case "application/apply-patch" -> applied(before, request.object());
      case "application/json-patch" -> jsonPatched(before);
      case "application/merge-patch" -> MergePatch.merged(before, request.body());
      case "application/strategic-merge-patch" -> strategicallyMerged(before);
      default -> throw unknownForm();
    };
  }

  private String mediaType() {
    return request.header().apply("Content-Type").replaceFirst("[+;].*", "");
  }

  /** A patch of an object that has changed meanwhile is answered like an invalid one. */
  private ObjectNode jsonPatched(ObjectNode before) {
    try {
      return (ObjectNode) JsonPatch.apply(request.body(), before);
    } catch (JsonPatchException e) {
      throw new ApiError(
          422,
          "Invalid",
          "the server rejected our request due to an error in our request: " + e.getMessage());
    }
  }

  /** A merge patch: lists are replaced, not merged by key. */
  private ObjectNode strategicallyMerged(ObjectNode before) {
    if (request.type().isCustom()) {
      throw unknownForm();
    }
    return MergePatch.merged(before, request.body());
  }

  private static ApiError unknownForm() {
    return new ApiError(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
  }

  /**
   * Server-side apply with one manager for each top-level field: an applied field is replaced, but
   * metadata, which many managers share, is merged; its finalizers are a set.
   */
  private static ObjectNode applied(ObjectNode before, ObjectNode wanted) {
    var after = before.deepCopy();
    after.setAll(wanted);
    after.set("metadata", MergePatch.merged(before.path("metadata"), wanted.path("metadata")));
    var finalizers =
        Stream.of(before, wanted)
            .flatMap(object -> object.at("/metadata/finalizers").valueStream())
            .distinct()
            .toList();
    if (!finalizers.isEmpty()) {
      ObjectStore.metadata(after).putArray("finalizers").addAll(finalizers);
    }
    var version = wanted.at("/metadata/resourceVersion");
    ObjectStore.metadata(after).set("resourceVersion", version);
    return after;
  }
}
