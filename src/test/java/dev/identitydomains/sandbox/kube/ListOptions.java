package dev.identitydomains.sandbox.kube;

import dev.identitydomains.sandbox.kube.ApiError.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The query parameters of a list or watch except selectors ({@code meta/v1 ListOptions}). */
record ListOptions(Map<String, String> query) {

  private static final String SEND_INITIAL_EVENTS = "sendInitialEvents";
  private static final String MATCH = "resourceVersionMatch";
  private static final String NOT_OLDER_THAN = "NotOlderThan";

  boolean watch() {
    return isSet("watch");
  }

  /** Whether a watch begins with the current objects, not with a resourceVersion. */
  boolean beginsWithState() {
    return query.containsKey(SEND_INITIAL_EVENTS)
        ? isSet(SEND_INITIAL_EVENTS)
        : resourceVersion() == 0;
  }

  /** Whether a bookmark ends the current objects ({@code k8s.io/initial-events-end}). */
  boolean endsStateWithBookmark() {
    return isSet(SEND_INITIAL_EVENTS) && hasBookmarks();
  }

  /** Whether the watch may have bookmarks. */
  boolean hasBookmarks() {
    return isSet("allowWatchBookmarks");
  }

  /** The resourceVersion after which to begin; 0 when absent. */
  long resourceVersion() {
    return number("resourceVersion", 0);
  }

  long timeoutSeconds() {
    return number("timeoutSeconds", 3600);
  }

  /**
   * Validates the options like an API server.
   *
   * @param streamedLists whether the server supports {@code sendInitialEvents}
   * @throws ApiError with status 422
   */
  void check(boolean streamedLists) {
    var causes = watch() ? wrongForWatch(streamedLists) : wrongForList();
    if (!causes.isEmpty()) {
      throw ApiError.invalidListOptions(causes);
    }
  }

  private List<Cause> wrongForWatch(boolean streamedLists) {
    var causes = new ArrayList<Cause>();
    var match = query.getOrDefault(MATCH, "");
    var initialEvents = query.containsKey(SEND_INITIAL_EVENTS);
    if (initialEvents && !match.equals(NOT_OLDER_THAN)) {
      causes.add(
          Cause.forbidden(
              MATCH, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
    }
    if (initialEvents && !streamedLists) {
      causes.add(
          Cause.forbidden(
              SEND_INITIAL_EVENTS,
              "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"));
    }
    if (!match.isEmpty() && !initialEvents) {
      causes.add(
          Cause.forbidden(
              MATCH,
              "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
    }
    if (!match.isEmpty() && !match.equals(NOT_OLDER_THAN)) {
      causes.add(unsupported(match, "\"NotOlderThan\""));
    }
    return causes;
  }

  private List<Cause> wrongForList() {
    var causes = new ArrayList<Cause>();
    var match = query.getOrDefault(MATCH, "");
    if (!match.isEmpty() && query.getOrDefault("resourceVersion", "").isEmpty()) {
      causes.add(
          Cause.forbidden(
              MATCH, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
    }
    if (!match.isEmpty() && !match.equals(NOT_OLDER_THAN) && !match.equals("Exact")) {
      causes.add(unsupported(match, "\"Exact\", \"NotOlderThan\", \"\""));
    }
    if (query.containsKey(SEND_INITIAL_EVENTS)) {
      causes.add(Cause.forbidden(SEND_INITIAL_EVENTS, "sendInitialEvents is forbidden for list"));
    }
    return causes;
  }

  private static Cause unsupported(String match, String supported) {
    var message = "Unsupported value: \"%s\": supported values: %s".formatted(match, supported);
    return new Cause("FieldValueNotSupported", MATCH, message);
  }

  private boolean isSet(String parameter) {
    return query.containsKey(parameter) && !query.get(parameter).matches("false|0|");
  }

  private long number(String parameter, long otherwise) {
    var text = query.getOrDefault(parameter, "");
    return text.isEmpty() ? otherwise : Long.parseLong(text);
  }
}
