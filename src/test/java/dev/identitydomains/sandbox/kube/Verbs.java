package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** Executes one request on the store. */
record Verbs(ObjectStore store, ApiRequest request) {

  /** A dry run executes on a copy of the store. */
  static Verbs of(ObjectStore store, ApiRequest request) {
    return new Verbs(request.isDryRun() ? store.rehearsal() : store, request);
  }

  JsonNode answer() {
    return switch (request.method()) {
      case "GET" -> read();
      case "POST" -> request.type().shown(create());
      case "PUT" -> request.type().shown(replace());
      case "PATCH" -> request.type().shown(patch());
      case "DELETE" -> request.namesOne() ? delete(request.key()) : deleteSelected();
      default -> throw new ApiError(405, "MethodNotAllowed", request.method());
    };
  }

  private JsonNode read() {
    if (request.namesOne()) {
      return request.view().one(store.require(request.key()));
    }
    var selected = store.select(request::selects);
    var objects = selected.objects().stream().map(ObjectStore.Event::now).toList();
    return request.view().list(objects, selected.version());
  }

  private ObjectNode create() {
    var object = request.object();
    var metadata = ObjectStore.metadata(object);
    var generated =
        metadata.path("generateName").asText() + UUID.randomUUID().toString().substring(0, 8);
    metadata.put("name", metadata.path("name").asText(generated));
    if (request.type().hasStatusSubresource()) {
      object.remove("status");
    }
    switch (request.type().kind()) {
      case "CustomResourceDefinition" ->
          object
              .withArray("/status/conditions")
              .addObject()
              .put("type", "Established")
              .put("status", "True");
      case "SelfSubjectAccessReview" -> {
        object.putObject("status").put("allowed", true);
        return object;
      }
      default -> {}
    }
    var key = request.key();
    return store.create(
        new ObjectKey(key.resource(), key.namespace(), metadata.path("name").asText()),
        stored(object));
  }

  private ObjectNode replace() {
    return store.update(request.key(), before -> written(before, request.object()));
  }

  private ObjectNode patch() {
    var patch = new Patch(request);
    if (patch.isApply()) {
      checkUid();
    }
    if (patch.isApply() && request.subresource().isEmpty() && store.find(request.key()).isEmpty()) {
      return create();
    }
    return store.update(
        request.key(), before -> written(before, patch.of(request.type().shown(before))));
  }

  /** An apply with a UID changes no other object. */
  private void checkUid() {
    var uid = request.object().at("/metadata/uid").asText();
    var isSame =
        store
            .find(request.key())
            .filter(found -> found.at("/metadata/uid").asText().equals(uid))
            .isPresent();
    if (!uid.isEmpty() && !isSame) {
      throw ApiError.conflict(request.key());
    }
  }

  /** Returns a Status if the object is gone, else the object. */
  private JsonNode delete(ObjectKey key) {
    var uid = store.require(key).at("/metadata/uid");
    var rest = store.delete(key, Propagation.of(request.body()));
    if (rest.isPresent()) {
      return request.type().shown(rest.get());
    }
    var status = success();
    var details = status.putObject("details").put("name", key.name());
    details.put("group", key.group()).put("kind", key.plural()).set("uid", uid);
    return status;
  }

  private JsonNode deleteSelected() {
    store.select(request::selects).objects().forEach(object -> delete(object.key()));
    return success();
  }

  private static ObjectNode success() {
    var status =
        JsonNodeFactory.instance.objectNode().put("kind", "Status").put("apiVersion", "v1");
    return status.put("status", "Success");
  }

  /** A write of the subresource changes only the status, every other write all but the status. */
  private ObjectNode written(ObjectNode before, ObjectNode wanted) {
    if (!request.type().hasStatusSubresource()) {
      return stored(wanted);
    }
    var toStatus = request.subresource().equals("status");
    var after = (toStatus ? before : wanted).deepCopy();
    after.remove("status");
    (toStatus ? wanted : before)
        .optional("status")
        .ifPresent(status -> after.set("status", status));
    var version = wanted.at("/metadata/resourceVersion");
    ObjectStore.metadata(after).set("resourceVersion", version);
    return stored(after);
  }

  private ObjectNode stored(ObjectNode object) {
    Defaults.fill(object, request.type().schema());
    if (request.type().kind().equals("Secret")) {
      encode(object);
    }
    return request.type().stored(object);
  }

  /** Merges {@code stringData} of a Secret into {@code data}. */
  private static void encode(ObjectNode secret) {
    if (secret.path("type").asText().isEmpty()) {
      secret.put("type", "Opaque");
    }
    if (secret.remove("stringData") instanceof ObjectNode texts) {
      for (var text : texts.properties()) {
        var bytes = text.getValue().asText().getBytes(StandardCharsets.UTF_8);
        secret.withObject("/data").put(text.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
    }
  }
}
