package dev.identitydomains.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Which updates of a resource are a reason to look at it: all but those of its status. */
public final class UpdateFilter {

  private UpdateFilter() {}

  public static boolean onUpdate(HasMetadata now, HasMetadata before) {
    var metadata = now.getMetadata();
    var old = before.getMetadata();
    return !Objects.equals(metadata.getGeneration(), old.getGeneration())
        || !Objects.equals(metadata.getDeletionTimestamp(), old.getDeletionTimestamp())
        || !Objects.equals(metadata.getFinalizers(), old.getFinalizers())
        || Stream.of(WellKnownNames.PAUSED_ANNOTATION, WellKnownNames.ROTATE_ANNOTATION)
            .anyMatch(
                name -> !Objects.equals(annotations(now).get(name), annotations(before).get(name)));
  }

  /** Whether its owner wants it to be left alone for now. */
  public static boolean isPaused(HasMetadata resource) {
    return "true".equals(annotations(resource).get(WellKnownNames.PAUSED_ANNOTATION));
  }

  public static Map<String, String> annotations(HasMetadata resource) {
    return Objects.requireNonNullElse(resource.getMetadata().getAnnotations(), Map.of());
  }
}
