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
 * The sizes of all maps and collections that an object's own code and JOSDK keep, by class and field,
 * found by reflection: a new map is counted without any change here. Left out are caches with a
 * maximum size.
 *
 * @param sizes the largest one of a field, if there are several
 */
record Census(Map<String, Integer> sizes) {

  private static final List<String> WALKED =
      List.of("dev.identitydomains.operator.", "dev.identitydomains.quickstart.", "io.javaoperator");

  private record Found(String name, Object value) {}

  static Census of(Object root) {
    var sizes = new TreeMap<String, Integer>();
    var seen = Collections.<Object>newSetFromMap(new IdentityHashMap<>());
    var left = new ArrayDeque<>(List.of(new Found("root", root)));
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
        .filter(map ->
            map.getValue() > Math.max(bound, earlier.sizes().getOrDefault(map.getKey(), 0)))
        .map(map -> "%s has %d entries".formatted(map.getKey(), map.getValue()))
        .toList();
  }

  private static void visit(Found found, Map<String, Integer> sizes, Deque<Found> left) {
    switch (found.value()) {
      case Cache<?, ?> cache -> {
        if (!isBounded(cache)) {
          cache.cleanUp();
          left.add(new Found(found.name(), cache.asMap()));
        }
      }
      case Map<?, ?> map -> {
        count(found.name(), map.size(), sizes);
        add(found.name(), Stream.concat(copy(map.keySet()), copy(map.values())), left);
      }
      case Collection<?> collection -> {
        count(found.name(), collection.size(), sizes);
        add(found.name(), copy(collection), left);
      }
      case AtomicReference<?> reference ->
          add(found.name(), Stream.ofNullable(reference.get()), left);
      case Optional<?> optional -> add(found.name(), optional.stream(), left);
      default -> fields(found.value(), left);
    }
  }

  private static boolean isBounded(Cache<?, ?> cache) {
    return cache.policy().eviction().isPresent();
  }

  private static void count(String name, int size, Map<String, Integer> sizes) {
    sizes.merge(name, size, Math::max);
  }

  private static void add(String name, Stream<?> values, Deque<Found> left) {
    values.forEach(value -> left.add(new Found(name + "[]", value)));
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
            left.add(new Found(name(type) + "." + field.getName(), value));
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
