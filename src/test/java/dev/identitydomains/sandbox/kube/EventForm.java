package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Collectors;

/** Converts events between the stored form of the core group and {@code events.k8s.io}. */
final class EventForm {

  static final String GROUP = "events.k8s.io";

  private static final Map<String, String> CORE_TO_NEW =
      Map.of(
          "involvedObject", "regarding",
          "message", "note",
          "reportingComponent", "reportingController",
          "source", "deprecatedSource",
          "firstTimestamp", "deprecatedFirstTimestamp",
          "lastTimestamp", "deprecatedLastTimestamp",
          "count", "deprecatedCount");
  private static final Map<String, String> NEW_TO_CORE =
      CORE_TO_NEW.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  private EventForm() {}

  static ObjectNode toCore(ObjectNode event) {
    return renamed(event, NEW_TO_CORE).put("apiVersion", "v1");
  }

  static ObjectNode fromCore(ObjectNode event) {
    return renamed(event, CORE_TO_NEW).put("apiVersion", GROUP + "/v1");
  }

  private static ObjectNode renamed(ObjectNode event, Map<String, String> names) {
    var renamed = JsonNodeFactory.instance.objectNode();
    for (var field : event.deepCopy().properties()) {
      renamed.set(names.getOrDefault(field.getKey(), field.getKey()), field.getValue());
    }
    return renamed;
  }
}
