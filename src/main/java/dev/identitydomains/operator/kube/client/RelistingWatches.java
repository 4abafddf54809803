package dev.identitydomains.operator.kube.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.HttpURLConnection;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes and reads the JSON of the API server. An event of a watch that cannot be read ends the
 * watch like an expired one, with 410 Gone: the informer lists all objects anew, after a delay that
 * doubles while that fails. Fabric8 itself stops the informer for ever, and puts the text of the
 * event, possibly of a Secret, into the log.
 */
public final class RelistingWatches extends KubernetesSerialization {

  private static final Logger LOG = LoggerFactory.getLogger(RelistingWatches.class);

  /** The kind, which the API server writes before the metadata. */
  private static final Pattern KIND = Pattern.compile("\"kind\"\\s*:\\s*\"([A-Za-z]{1,63})\"");

  /** The API server writes {@code "items": null} into an empty list of metadata. */
  private interface EmptyList {

    @JsonSetter(nulls = Nulls.SKIP)
    void setItems(List<Secret> items);
  }

  /** Whoever edits an object decides on names and depth of these fields, which nobody reads. */
  @JsonIgnoreProperties("managedFields")
  private interface OtherMetadata {}

  /**
   * The parser admits what the API server stores, or else nobody could list the object: names as
   * long as an object of etcd, and its depth of 10,000.
   */
  private static final StreamReadConstraints STORED =
      StreamReadConstraints.builder().maxNameLength(16 << 20).maxNestingDepth(20_000).build();

  private final Consumer<String> ended;

  /**
   * @param ended gets the kind of each event that cannot be read; empty if the event has none
   */
  public RelistingWatches(Consumer<String> ended) {
    super(mapper(), true);
    this.ended = ended;
  }

  private static ObjectMapper mapper() {
    var json = JsonFactory.builder().streamReadConstraints(STORED).build();
    json.setCharacterEscapes(new YamlEscapes());
    return new ObjectMapper(json)
        .addMixIn(SecretList.class, EmptyList.class)
        .addMixIn(ObjectMeta.class, OtherMetadata.class);
  }

  @Override
  public <T> T unmarshal(String text, Class<T> type) {
    return type == WatchEvent.class ? type.cast(event(text)) : super.unmarshal(text, type);
  }

  private WatchEvent event(String text) {
    try {
      var event = super.unmarshal(text, WatchEvent.class);
      if (isComplete(event)) {
        return event;
      }
      end(kind(text), "it has no object or an unknown type");
    } catch (RuntimeException e) { // of Fabric8, Jackson or SnakeYAML
      end(kind(text), cause(e)); // messages may quote the text
    }
    var event = new WatchEvent();
    event.setType(Watcher.Action.ERROR.name());
    event.setObject(gone());
    return event;
  }

  /** Fabric8 reads an event of a custom resource as a generic object, and converts that here. */
  @Override
  public <T> T convertValue(Object value, Class<T> type) {
    try {
      return super.convertValue(value, type);
    } catch (IllegalArgumentException e) {
      if (value instanceof HasMetadata object && HasMetadata.class.isAssignableFrom(type)) {
        end(object.getKind(), cause(e));
        throw new KubernetesClientException(gone());
      }
      throw e;
    }
  }

  private static boolean isComplete(@Nullable WatchEvent event) {
    return event != null
        && Arrays.stream(Watcher.Action.values()).anyMatch(a -> a.name().equals(event.getType()))
        && (event.getObject() instanceof Status
            || (event.getObject() instanceof HasMetadata object && object.getMetadata() != null));
  }

  private void end(String kind, String problem) {
    LOG.warn(
        "An event of the watch of kind {} cannot be read: {}. The operator lists all objects of the kind anew.",
        kind.isEmpty() ? "unknown" : kind,
        problem);
    ended.accept(kind);
  }

  private static String cause(Throwable e) {
    return (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName();
  }

  private static String kind(String text) {
    var kind = KIND.matcher(text);
    return kind.find() ? kind.group(1) : "";
  }

  private static Status gone() {
    return new StatusBuilder()
        .withCode(HttpURLConnection.HTTP_GONE)
        .withReason("Expired")
        .withMessage("an event of the watch cannot be read")
        .build();
  }
}
