package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.http.CallFailure;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Scopes that no App defines as far as is known, which is not all, and that the domain has refused.
 *
 * @param answer the last refusal, for a message
 */
record RefusedScopes(Set<String> scopes, String answer) {

  static final RefusedScopes NONE = new RefusedScopes(Set.of(), "");

  RefusedScopes {
    scopes = Set.copyOf(scopes);
  }

  /**
   * These and more: at first those that the answer names, thereafter all.
   *
   * @param undefined the others that no App defines
   */
  RefusedScopes and(Set<String> undefined, CallFailure.Answered refusal) {
    var named = scopes.isEmpty() ? named(undefined, refusal) : Set.<String>of();
    return new RefusedScopes(
        Stream.of(scopes, named.isEmpty() ? undefined : named)
            .flatMap(Set::stream)
            .collect(Collectors.toSet()),
        refusal.summary());
  }

  /** The scope that the last refusal names, or else the first one; empty without scopes. */
  Optional<String> shown() {
    return longestIn(answer, scopes.stream()).or(() -> scopes.stream().min(String::compareTo));
  }

  /** The longest scope that a text contains: a scope may be a part of another one. */
  static Optional<String> longestIn(String text, Stream<String> scopes) {
    return scopes.filter(text::contains).max(Comparator.comparingInt(String::length));
  }

  /** A scope may be a part of another one. */
  private static Set<String> named(Set<String> undefined, CallFailure.Answered refusal) {
    var detail = Objects.requireNonNullElse(refusal.detail(), "");
    var found = undefined.stream().filter(detail::contains).collect(Collectors.toSet());
    return found.stream()
        .filter(scope ->
            found.stream().noneMatch(other -> !other.equals(scope) && other.contains(scope)))
        .collect(Collectors.toSet());
  }
}
