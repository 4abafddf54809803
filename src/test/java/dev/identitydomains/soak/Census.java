package dev.identitydomains.soak;

import com.github.benmanes.caffeine.cache.Cache;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of all maps and collections that the operator's objects have, by class and field, found
 * by reflection: a new map is counted without any change here. Left out are caches with a maximum
 * size, and the maps of JOSDK: it keeps an entry for each name that an event names after its
 * deletion.
 *
 * @param sizes the largest one of a field, if there are several
 */
record Census(Map<String, Integer> sizes) {

  private static final List<String> WALKED =
      List.of(
          "dev.identitydomains.operator.", "dev.identitydomains.quickstart.", "io.javaoperator");

  private static final String COUNTED = "dev.identitydomains.operator.";

  private record Found(String name, boolean isCounted, Object value) {

    Found other(String otherName, Object otherValue) {
      return new Found(otherName, isCounted, otherValue);
    }
  }

  static Census of(Object root) {
    var sizes = new TreeMap<String, Integer>();
    var seen = Collections.<Object>newSetFromMap(new IdentityHashMap<>());
    var left = new ArrayDeque<>(List.of(new Found("root", false, root)));
    while (!left.isEmpty()) {
      var found = left.remove();
      if (seen.add(found.value())) {
        visit(found, sizes, left);
      }
    }
    return new Census(sizes);
  }

  /** The maps that are larger than in an earlier census and than a bound. */
  List<String> above(Census earlier, int bound) {
    return sizes.entrySet().stream()
        .filter(
            map -> map.getValue() > Math.max(bound, earlier.sizes().getOrDefault(map.getKey(), 0)))
        .map(map -> "%s has %d entries".formatted(map.getKey(), map.getValue()))
        .toList();
  }

  private static void visit(Found found, Map<String, Integer> sizes, Deque<Found> left) {
    switch (found.value()) {
      case Cache<?, ?> cache -> {
        if (!isBounded(cache)) {
          cache.cleanUp();
          left.add(found.other(found.name(), cache.asMap()));
        }
      }
      case Map<?, ?> map -> {
        count(found, map.size(), sizes);
        add(found, Stream.concat(copy(map.keySet()), copy(map.values())), left);
      }
      case Collection<?> collection -> {
        count(found, collection.size(), sizes);
        add(found, copy(collection), left);
      }
      case AtomicReference<?> reference -> add(found, Stream.ofNullable(reference.get()), left);
      case Optional<?> optional -> add(found, optional.stream(), left);
      default -> fields(found.value(), left);
    }
  }

  private static boolean isBounded(Cache<?, ?> cache) {
    return cache.policy().eviction().isPresent();
  }

  private static void count(Found found, int size, Map<String, Integer> sizes) {
    if (found.isCounted()) {
      sizes.merge(found.name(), size, Math::max);
    }
  }

  private static void add(Found owner, Stream<?> values, Deque<Found> left) {
    values.forEach(value -> left.add(owner.other(owner.name() + "[]", value)));
  }

  /** The elements of a collection that others change meanwhile. */
  private static Stream<?> copy(Collection<?> collection) {
    return Stream.of(collection.toArray()).filter(element -> element != null);
  }

  private static void fields(Object owner, Deque<Found> left) {
    for (Class<?> type = owner.getClass(); isWalked(type); type = type.getSuperclass()) {
      for (var field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          var value = value(field, owner);
          if (value != null) {
            var isCounted = type.getName().startsWith(COUNTED);
            left.add(new Found(name(type) + "." + field.getName(), isCounted, value));
          }
        }
      }
    }
  }

  private static boolean isWalked(@Nullable Class<?> type) {
    return type != null
        && !type.isEnum()
        && !type.getName().contains(".api.v1alpha1.")
        && WALKED.stream().anyMatch(type.getName()::startsWith);
  }

  /** The class name; without the number of a lambda, which differs between two of them. */
  private static String name(Class<?> type) {
    return type.getName().replaceFirst("^.*[.](?=[A-Z])", "").replaceFirst("/0x.*$", "");
  }

  private static @Nullable Object value(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
