package dev.identitydomains.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Objects;
import java.util.stream.Stream;

/** Selects the updates of a resource that trigger a reconciliation. */
public final class UpdateFilter {

  private UpdateFilter() {}

  /** Whether spec, deletion, finalizers or the operator's annotations for users changed. */
  public static boolean onUpdate(HasMetadata now, HasMetadata before) {
    var metadata = now.getMetadata();
    var old = before.getMetadata();
    return !Objects.equals(metadata.getGeneration(), old.getGeneration())
        || !Objects.equals(metadata.getDeletionTimestamp(), old.getDeletionTimestamp())
        || !Objects.equals(metadata.getFinalizers(), old.getFinalizers())
        || Stream.of(WellKnownNames.PAUSED_ANNOTATION, WellKnownNames.ROTATE_ANNOTATION)
            .anyMatch(name ->
                !Objects.equals(
                    WellKnownNames.annotations(now).get(name),
                    WellKnownNames.annotations(before).get(name)));
  }
}
