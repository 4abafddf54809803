package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All objects and their history, with versions, generations, finalizers, owners and namespaces as
 * the API conventions define them. An object that is in it never changes.
 */
final class ObjectStore {

  private static final List<String> FIXED =
      List.of("uid", "creationTimestamp", "generation", "deletionTimestamp", "resourceVersion");

  /** What happened to an object; its place in the history is its version. */
  record Event(@Nullable ObjectNode before, ObjectNode now, boolean gone) {}

  private final Map<String, ObjectNode> objects = new TreeMap<>();
  private final List<Event> history = new ArrayList<>();
  private final List<BlockingQueue<Event>> watchers = new CopyOnWriteArrayList<>();

  synchronized long version() {
    return history.size();
  }

  synchronized Optional<ObjectNode> find(String key) {
    return Optional.ofNullable(objects.get(key));
  }

  synchronized Stream<ObjectNode> stream() {
    return List.copyOf(objects.values()).stream();
  }

  /** All events after a version, and those to come. */
  synchronized BlockingQueue<Event> watch(int since) {
    var queue = new LinkedBlockingQueue<>(history.subList(since, history.size()));
    watchers.add(queue);
    return queue;
  }

  void unwatch(BlockingQueue<Event> queue) {
    watchers.remove(queue);
  }

  synchronized ObjectNode create(ObjectNode object) {
    var key = key(object);
    var namespace = object.at("/metadata/namespace").asText();
    if (objects.containsKey(key)) {
      throw new ApiError(409, "AlreadyExists", key + " already exists");
    }
    if (!namespace.isEmpty() && isDeleted(require(namespaceKey(namespace)))) {
      throw new ApiError(403, "Forbidden", "namespace " + namespace + " is being terminated");
    }
    metadata(object)
        .put("uid", UUID.randomUUID().toString())
        .put("generation", 1)
        .put("creationTimestamp", now());
    return put(null, object);
  }

  /** Changes an object; one that loses its last finalizer while being deleted goes. */
  synchronized ObjectNode update(String key, UnaryOperator<ObjectNode> change) {
    var before = require(key);
    var after = change.apply(before.deepCopy());
    var version = after.at("/metadata/resourceVersion");
    if (version.isTextual() && !version.equals(before.at("/metadata/resourceVersion"))) {
      throw new ApiError(409, "Conflict", key + " has changed: read it again");
    }
    for (var field : FIXED) {
      metadata(after).remove(field);
      before.at("/metadata").optional(field).ifPresent(was -> metadata(after).set(field, was));
    }
    if (after.equals(before)) {
      return before;
    }
    if (!declared(after).equals(declared(before))) {
      raiseGeneration(after);
    }
    return isFinished(after) ? remove(key) : put(before, after);
  }

  /** Deletes an object, or marks it as long as something holds it. */
  synchronized ObjectNode delete(String key) {
    var before = require(key);
    if (isDeleted(before)) {
      return before;
    }
    var after = before.deepCopy();
    metadata(after).put("deletionTimestamp", now());
    raiseGeneration(after);
    if (isFinished(after)) {
      return remove(key);
    }
    put(before, after);
    contents(after).forEach(object -> delete(key(object)));
    return find(key).orElse(after);
  }

  private Optional<ObjectNode> sweep(String key) {
    return find(key).filter(this::isFinished).map(_ -> remove(key));
  }

  private ObjectNode remove(String key) {
    var gone = require(key);
    objects.remove(key);
    publish(gone, gone, true);
    stream()
        .filter(object -> ownerIds(object).contains(gone.at("/metadata/uid").asText()))
        .forEach(object -> delete(key(object)));
    sweep(namespaceKey(gone.at("/metadata/namespace").asText()));
    return gone;
  }

  private ObjectNode put(@Nullable ObjectNode before, ObjectNode object) {
    metadata(object).put("resourceVersion", String.valueOf(version() + 1));
    objects.put(key(object), object);
    publish(before, object, false);
    return object;
  }

  private void publish(@Nullable ObjectNode before, ObjectNode now, boolean gone) {
    var event = new Event(before, now, gone);
    history.add(event);
    watchers.forEach(queue -> queue.add(event));
  }

  synchronized ObjectNode require(String key) {
    return find(key).orElseThrow(() -> new ApiError(404, "NotFound", key + " not found"));
  }

  private Stream<ObjectNode> contents(ObjectNode object) {
    return stream()
        .filter(_ -> object.path("kind").asText().equals("Namespace"))
        .filter(o -> o.at("/metadata/namespace").equals(object.at("/metadata/name")));
  }

  private boolean isFinished(ObjectNode object) {
    return isDeleted(object) && !isHeld(object) && contents(object).findAny().isEmpty();
  }

  private static boolean isDeleted(ObjectNode object) {
    return object.at("/metadata/deletionTimestamp").isTextual();
  }

  private static boolean isHeld(ObjectNode object) {
    return !object.at("/metadata/finalizers").isEmpty();
  }

  private static List<String> ownerIds(ObjectNode object) {
    return object.at("/metadata/ownerReferences").findValuesAsText("uid");
  }

  private static void raiseGeneration(ObjectNode object) {
    metadata(object).put("generation", object.at("/metadata/generation").asLong() + 1);
  }

  private static JsonNode declared(ObjectNode object) {
    return object.deepCopy().remove(List.of("metadata", "status"));
  }

  static ObjectNode metadata(ObjectNode object) {
    return object.withObject("/metadata");
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The key of an object by its kind, namespace and name. */
  static String key(JsonNode object) {
    var metadata = object.path("metadata");
    return key(
        object.path("kind").asText(),
        metadata.path("namespace").asText(),
        metadata.path("name").asText());
  }

  static String key(String kind, String namespace, String name) {
    return String.join("/", kind, namespace, name);
  }

  private static String namespaceKey(String name) {
    return key("Namespace", "", name);
  }
}
