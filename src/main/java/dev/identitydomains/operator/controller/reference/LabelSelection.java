package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.LabelRequirement;
import dev.identitydomains.operator.api.v1alpha1.NamespaceSelector;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Matches labels with selectors, as Kubernetes does. */
final class LabelSelection {

  private LabelSelection() {}

  /** Whether labels meet all requirements; a selector without any matches nothing. */
  static boolean matches(NamespaceSelector selector, Map<String, String> labels) {
    var exact = Objects.requireNonNullElse(selector.matchLabels(), Map.<String, String>of());
    var requirements =
        Objects.requireNonNullElse(selector.matchExpressions(), List.<LabelRequirement>of());
    return !(exact.isEmpty() && requirements.isEmpty())
        && labels.entrySet().containsAll(exact.entrySet())
        && requirements.stream().allMatch(requirement -> isMet(requirement, labels));
  }

  private static boolean isMet(LabelRequirement requirement, Map<String, String> labels) {
    var value = labels.get(requirement.key());
    var values = Objects.requireNonNullElse(requirement.values(), List.<String>of());
    return switch (requirement.operator()) {
      case In -> value != null && values.contains(value);
      case NotIn -> value == null || !values.contains(value);
      case Exists -> value != null;
      case DoesNotExist -> value == null;
      case Unknown -> false;
    };
  }
}
