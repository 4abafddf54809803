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
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The objects and their history, with versions, generations, finalizers, owners and namespaces by
 * the Kubernetes API conventions. Stored objects are immutable. Thread-safe.
 */
final class ObjectStore {

  private static final List<String> FIXED =
      List.of(
          "uid",
          "creationTimestamp",
          "generation",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "resourceVersion");

  /** A change of an object; its position in the history is the resourceVersion. */
  record Event(ObjectKey key, @Nullable ObjectNode before, ObjectNode now, boolean gone) {

    static Event added(ObjectKey key, ObjectNode object) {
      return new Event(key, null, object, false);
    }
  }

  /** The selected objects at a resourceVersion. */
  record State(long version, List<Event> objects) {}

  private final Map<ObjectKey, ObjectNode> objects = new TreeMap<>();
  private final List<Event> history = new ArrayList<>();
  private final List<BlockingQueue<Event>> watchers = new CopyOnWriteArrayList<>();
  private final boolean rehearses;

  ObjectStore() {
    this(false);
  }

  private ObjectStore(boolean rehearses) {
    this.rehearses = rehearses;
  }

  /** A copy for dry runs: its changes leave resourceVersions unchanged. */
  synchronized ObjectStore rehearsal() {
    var copy = new ObjectStore(true);
    copy.objects.putAll(objects);
    return copy;
  }

  synchronized Optional<ObjectNode> find(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  synchronized ObjectNode require(ObjectKey key) {
    return find(key).orElseThrow(() -> ApiError.notFound(key));
  }

  /** The objects that match the selector, in the order of their keys. */
  synchronized State select(BiPredicate<ObjectKey, ObjectNode> selector) {
    var selected = new ArrayList<Event>();
    objects.forEach((key, object) -> {
      if (selector.test(key, object)) {
        selected.add(Event.added(key, object));
      }
    });
    return new State(history.size(), selected);
  }

  /** A queue of all past and future events after a resourceVersion, until {@link #unwatch}. */
  synchronized BlockingQueue<Event> watch(long since) {
    var first = (int) Math.min(since, history.size());
    var queue = new LinkedBlockingQueue<>(history.subList(first, history.size()));
    watchers.add(queue);
    return queue;
  }

  void unwatch(BlockingQueue<Event> queue) {
    watchers.remove(queue);
  }

  synchronized ObjectNode create(ObjectKey key, ObjectNode object) {
    if (objects.containsKey(key)) {
      throw ApiError.alreadyExists(key);
    }
    if (!key.namespace().isEmpty() && isDeleted(require(ObjectKey.namespace(key.namespace())))) {
      throw ApiError.namespaceEnds(key);
    }
    metadata(object)
        .put("uid", UUID.randomUUID().toString())
        .put("generation", 1)
        .put("creationTimestamp", now());
    return put(key, null, object);
  }

  /** Updates an object, and removes a deleted one without finalizers. */
  synchronized ObjectNode update(ObjectKey key, UnaryOperator<ObjectNode> change) {
    var before = require(key);
    var after = change.apply(before.deepCopy());
    var version = after.at("/metadata/resourceVersion");
    if (version.isTextual() && !version.equals(before.at("/metadata/resourceVersion"))) {
      throw ApiError.conflict(key);
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
    if (isFinished(key, after)) {
      remove(key);
      return after;
    }
    return put(key, before, after);
  }

  /**
   * Deletes an object, or sets its deletionTimestamp while finalizers or contents block that.
   *
   * @return the blocked object; empty when it is gone
   */
  synchronized Optional<ObjectNode> delete(ObjectKey key, Propagation propagation) {
    var before = require(key);
    if (propagation == Propagation.ORPHAN) {
      var uid = uid(before);
      dependents(uid)
          .forEach(dependent -> update(dependent, object -> Propagation.disown(object, uid)));
    }
    if (isDeleted(before)) {
      return Optional.of(before);
    }
    var after = before.deepCopy();
    if (propagation == Propagation.FOREGROUND) {
      metadata(after).withArray("/finalizers").add(Propagation.FINALIZER);
    }
    metadata(after).put("deletionTimestamp", now()).put("deletionGracePeriodSeconds", 0);
    raiseGeneration(after);
    if (isFinished(key, after)) {
      remove(key);
      return Optional.empty();
    }
    put(key, before, after);
    if (propagation == Propagation.FOREGROUND) {
      deleteAll(dependents(uid(after)), propagation);
      release(key);
    }
    deleteAll(contents(key), Propagation.BACKGROUND);
    return find(key);
  }

  /** Deletes objects, except those already deleted together with an earlier one. */
  private void deleteAll(List<ObjectKey> keys, Propagation propagation) {
    keys.stream().filter(objects::containsKey).forEach(key -> delete(key, propagation));
  }

  private void remove(ObjectKey key) {
    var gone = require(key).deepCopy();
    objects.remove(key);
    stamp(gone);
    publish(new Event(key, gone, gone, true));
    deleteAll(dependents(uid(gone)), Propagation.BACKGROUND);
    keys((_, object) -> ownerIds(gone).contains(uid(object))).forEach(this::release);
    var namespace = ObjectKey.namespace(key.namespace());
    find(namespace)
        .filter(object -> isFinished(namespace, object))
        .ifPresent(_ -> remove(namespace));
  }

  /** Removes the foreground finalizer of an owner once no dependent blocks its deletion. */
  private void release(ObjectKey owner) {
    var waits = find(owner).filter(object -> isDeleted(object) && Propagation.waits(object));
    var blocked =
        waits.isPresent()
            && !keys((_, object) -> Propagation.blocks(object, uid(waits.get()))).isEmpty();
    if (waits.isPresent() && !blocked) {
      update(owner, Propagation::waitsNoLonger);
    }
  }

  private ObjectNode put(ObjectKey key, @Nullable ObjectNode before, ObjectNode object) {
    stamp(object);
    objects.put(key, object);
    publish(new Event(key, before, object, false));
    return object;
  }

  private void stamp(ObjectNode object) {
    if (!rehearses) {
      metadata(object).put("resourceVersion", String.valueOf(history.size() + 1));
    }
  }

  private void publish(Event event) {
    history.add(event);
    watchers.forEach(queue -> queue.add(event));
  }

  private List<ObjectKey> keys(BiPredicate<ObjectKey, ObjectNode> selector) {
    return select(selector).objects().stream().map(Event::key).toList();
  }

  private List<ObjectKey> dependents(String uid) {
    return keys((_, object) -> ownerIds(object).contains(uid));
  }

  private List<ObjectKey> contents(ObjectKey namespace) {
    return keys((key, _) -> namespace.contains(key));
  }

  private boolean isFinished(ObjectKey key, ObjectNode object) {
    return isDeleted(object)
        && object.at("/metadata/finalizers").isEmpty()
        && contents(key).isEmpty();
  }

  private static boolean isDeleted(ObjectNode object) {
    return object.at("/metadata/deletionTimestamp").isTextual();
  }

  private static String uid(JsonNode object) {
    return object.at("/metadata/uid").asText();
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
}
