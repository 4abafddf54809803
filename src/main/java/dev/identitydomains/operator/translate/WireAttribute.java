package dev.identitydomains.operator.translate;

import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.AttributeValue.ComplexValues;
import dev.identitydomains.operator.plan.AttributeValue.DeclaredEntries;
import dev.identitydomains.operator.plan.EntryKey;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of the service that a spec may declare.
 *
 * @param <S> the part of a spec that has the field
 * @param field name of the YAML field
 * @param name wire name of the attribute
 * @param shape any value of the attribute's shape, for the parser of the service's resources
 * @param value returns the declared value; null when the field is not set
 */
record WireAttribute<S>(
    String field, String name, AttributeValue shape, Function<S, @Nullable AttributeValue> value) {

  private static final AttributeValue TEXT = AttributeValue.of("");
  private static final AttributeValue FLAG = AttributeValue.of(false);
  private static final AttributeValue NUMBER = AttributeValue.of(0);
  private static final AttributeValue STRINGS = AttributeValue.of(Stream.of());

  static <S> WireAttribute<S> text(
      String field, String name, Function<S, @Nullable String> getter) {
    return of(field, name, TEXT, getter, AttributeValue::of);
  }

  static <S> WireAttribute<S> flag(
      String field, String name, Function<S, @Nullable Boolean> getter) {
    return of(field, name, FLAG, getter, AttributeValue::of);
  }

  /** A duration in seconds. */
  static <S> WireAttribute<S> seconds(
      String field, String name, Function<S, @Nullable String> getter) {
    return of(
        field,
        name,
        NUMBER,
        getter,
        duration -> AttributeValue.of(SpecDuration.parse(duration).toSeconds()));
  }

  /** A multi-valued attribute of plain strings. */
  static <S> WireAttribute<S> strings(
      String field, String name, Function<S, ? extends @Nullable Collection<String>> getter) {
    return of(field, name, STRINGS, getter, values -> AttributeValue.of(values.stream()));
  }

  /** A multi-valued complex attribute; the spec declares the key of each entry. */
  static <S> WireAttribute<S> keys(
      String field,
      String name,
      String key,
      Function<S, ? extends @Nullable Collection<String>> getter) {
    return of(
        field,
        name,
        new ComplexValues(key, Map.of()),
        getter,
        values -> ComplexValues.ofKeys(key, values));
  }

  /** A multi-valued complex attribute; the getter returns the other sub-attributes by key. */
  static <S> WireAttribute<S> complex(
      String field,
      String name,
      String key,
      Function<S, @Nullable Map<String, Map<String, Object>>> getter) {
    return keyed(field, name, key, getter, ComplexValues::new);
  }

  /** The same, of which only the declared entries count. */
  static <S> WireAttribute<S> entries(
      String field,
      String name,
      EntryKey key,
      Function<S, @Nullable Map<String, Map<String, Object>>> getter) {
    return keyed(field, name, key, getter, DeclaredEntries::new);
  }

  private static <S, K> WireAttribute<S> keyed(
      String field,
      String name,
      K key,
      Function<S, @Nullable Map<String, Map<String, Object>>> getter,
      BiFunction<K, Map<String, Map<String, Object>>, AttributeValue> shape) {
    return of(field, name, shape.apply(key, Map.of()), getter, values -> shape.apply(key, values));
  }

  private static <S, V> WireAttribute<S> of(
      String field,
      String name,
      AttributeValue shape,
      Function<S, ? extends @Nullable V> getter,
      Function<V, AttributeValue> toValue) {
    return new WireAttribute<>(
        field,
        name,
        shape,
        spec -> {
          var declared = getter.apply(spec);
          return declared == null ? null : toValue.apply(declared);
        });
  }

  /** The same attribute in the enclosing part of the spec, where this part may be null. */
  <P> WireAttribute<P> in(String prefix, Function<P, @Nullable S> part) {
    return new WireAttribute<>(
        prefix + "." + field,
        name,
        shape,
        spec -> {
          var found = part.apply(spec);
          return found == null ? null : value.apply(found);
        });
  }
}
