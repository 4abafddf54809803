package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.sandbox.kube.ObjectStore.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** The reply to a watch: one line of JSON for each change of a selected object. */
final class WatchStream {

  /** Fabric8's JDK client loses a non-ASCII character that two chunks share. */
  private static final JsonMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final long BOOKMARK_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ObjectStore store;
  private final ApiRequest request;
  private final OutputStream out;
  private boolean begun;

  WatchStream(ObjectStore store, ApiRequest request, OutputStream out) {
    this.store = store;
    this.request = request;
    this.out = out;
  }

  /** Writes until the client disconnects or {@code timeoutSeconds} have passed. */
  void run() throws IOException, InterruptedException {
    var options = request.options();
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.timeoutSeconds());
    var state = store.select(request::selects);
    var fromState = options.beginsWithState();
    var events =
        store.watch(
            fromState || options.resourceVersion() == 0
                ? state.version()
                : options.resourceVersion());
    try {
      out.flush();
      if (fromState) {
        for (var event : state.objects()) {
          write(event);
        }
      }
      if (options.endsStateWithBookmark()) {
        write("BOOKMARK", endOfState(state.version()));
      }
      var version = Math.max(state.version(), options.resourceVersion());
      while (System.nanoTime() < end) {
        var patience = Math.min(end - System.nanoTime(), BOOKMARK_INTERVAL_NANOS);
        var event = events.poll(patience, TimeUnit.NANOSECONDS);
        if (event != null) {
          write(event);
          version = event.now().at("/metadata/resourceVersion").asLong();
        } else if (options.hasBookmarks()) {
          write("BOOKMARK", bookmark(version));
        }
      }
    } finally {
      store.unwatch(events);
    }
  }

  private void write(Event event) throws IOException {
    var was = event.before() != null && request.selects(event.key(), event.before());
    var is = !event.gone() && request.selects(event.key(), event.now());
    if (was || is) {
      write(!is ? "DELETED" : was ? "MODIFIED" : "ADDED", event.now());
    }
  }

  private void write(String type, ObjectNode object) throws IOException {
    var line = JsonNodeFactory.instance.objectNode().put("type", type);
    var view = request.view();
    var shown = view.one(object);
    if (view.table() && begun) {
      shown.putNull("columnDefinitions"); // only the first line has them
    }
    begun = true;
    line.set("object", shown);
    out.write(ASCII.writeValueAsBytes(line));
    out.write('\n');
    out.flush();
  }

  /** The bookmark after the current objects. */
  private ObjectNode endOfState(long version) {
    var bookmark = bookmark(version);
    ObjectStore.metadata(bookmark)
        .putObject("annotations")
        .put("k8s.io/initial-events-end", "true");
    return bookmark;
  }

  /** An object with only a resourceVersion: the client has all changes up to it. */
  private ObjectNode bookmark(long version) {
    var bookmark = JsonNodeFactory.instance.objectNode().put("kind", request.type().kind());
    bookmark.put("apiVersion", request.type().apiVersion());
    ObjectStore.metadata(bookmark).put("resourceVersion", String.valueOf(version));
    return bookmark;
  }
}
