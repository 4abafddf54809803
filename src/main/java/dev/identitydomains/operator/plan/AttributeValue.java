package dev.identitydomains.operator.plan;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The value of one SCIM attribute. Multi-valued attributes are sets, without order. */
public sealed interface AttributeValue {

  /** A string, boolean or integer. */
  record Scalar(Object value) implements AttributeValue {
    public Scalar {
      if (!(value instanceof String || value instanceof Boolean || value instanceof Long)) {
        throw new IllegalArgumentException("not a scalar: " + value.getClass());
      }
    }
  }

  /** A multi-valued attribute of plain strings. */
  record StringSet(Set<String> values) implements AttributeValue {
    public StringSet {
      values = Set.copyOf(values);
    }
  }

  /**
   * A multi-valued complex attribute.
   *
   * @param entries sub-attributes of each entry without its key, by the value of the key
   * @param key the sub-attribute that identifies an entry, for example {@code fqs}
   */
  record ComplexValues(String key, Map<String, Map<String, Object>> entries)
      implements AttributeValue {
    public ComplexValues {
      entries = copy(entries);
    }

    /** Entries with their key as the only declared sub-attribute. */
    public static ComplexValues ofKeys(String key, Collection<String> keys) {
      var entries = new TreeMap<String, Map<String, Object>>();
      keys.forEach(k -> entries.put(k, Map.of()));
      return new ComplexValues(key, entries);
    }
  }

  /**
   * Entries of a multi-valued complex attribute whose other entries others may have.
   *
   * @param key what identifies an entry
   * @param entries sub-attributes of each entry without its key, by the key
   */
  record DeclaredEntries(EntryKey key, Map<String, Map<String, Object>> entries)
      implements AttributeValue {
    public DeclaredEntries {
      entries = key.map(copy(entries));
    }

    /** Those that the domain lacks or has otherwise. */
    private DeclaredEntries without(DeclaredEntries present) {
      var left = key.map(entries);
      present
          .entries()
          .forEach((name, known) -> {
            var declared = left.getOrDefault(name, Map.of());
            if (known.entrySet().containsAll(declared.entrySet())) {
              left.remove(name);
            }
          });
      return new DeclaredEntries(key, left);
    }

    private DeclaredEntries over(DeclaredEntries present) {
      var all = key.map(present.entries());
      entries.forEach((name, declared) -> {
        var entry = new TreeMap<>(all.getOrDefault(name, Map.of()));
        entry.putAll(declared);
        all.put(name, entry);
      });
      return new DeclaredEntries(key, all);
    }
  }

  private static Map<String, Map<String, Object>> copy(Map<String, Map<String, Object>> entries) {
    var copy = new TreeMap<String, Map<String, Object>>();
    entries.forEach((name, subAttributes) -> copy.put(name, Map.copyOf(subAttributes)));
    return copy;
  }

  /** The value that equals an unassigned attribute of this shape. */
  private AttributeValue unassigned() {
    return switch (this) {
      case Scalar scalar when scalar.value() instanceof Boolean -> new Scalar(false);
      case Scalar _ -> new Scalar("");
      case StringSet _ -> new StringSet(Set.of());
      case ComplexValues entries -> new ComplexValues(entries.key(), Map.of());
      case DeclaredEntries entries -> new DeclaredEntries(entries.key(), Map.of());
    };
  }

  /**
   * What a difference writes: the whole value, or only the entries that differ.
   *
   * @param observed what the domain has; null when it has no value
   */
  default AttributeValue changeOf(@Nullable AttributeValue observed) {
    return this instanceof DeclaredEntries declared && observed instanceof DeclaredEntries present
        ? declared.without(present)
        : mergedOnto(observed);
  }

  /**
   * The value afterwards: this value, and in each entry the observed sub-attributes that this value
   * does not declare; of declared entries also the other observed ones.
   *
   * @param observed what the domain has; null when it has no value
   */
  default AttributeValue mergedOnto(@Nullable AttributeValue observed) {
    if (this instanceof DeclaredEntries declared && observed instanceof DeclaredEntries present) {
      return declared.over(present);
    }
    if (!(this instanceof ComplexValues declared) || !(observed instanceof ComplexValues present)) {
      return this;
    }
    var merged = new TreeMap<String, Map<String, Object>>();
    declared
        .entries()
        .forEach((name, subAttributes) -> {
          var entry = new TreeMap<>(present.entries().getOrDefault(name, Map.of()));
          entry.putAll(subAttributes);
          merged.put(name, entry);
        });
    return new ComplexValues(declared.key(), merged);
  }

  /**
   * Whether the domain has this declared value. An unassigned attribute equals false, an empty
   * string or an empty set: the service may omit these from a reply.
   *
   * @param observed what the domain has; null when it has no value
   */
  default boolean isSatisfiedBy(@Nullable AttributeValue observed) {
    var present = observed == null ? unassigned() : observed;
    return mergedOnto(present).equals(present);
  }

  /** The keys of a multi-valued complex attribute; empty for any other value and for null. */
  static Set<String> keys(@Nullable AttributeValue value) {
    return value instanceof ComplexValues entries ? entries.entries().keySet() : Set.of();
  }

  static AttributeValue of(String text) {
    return new Scalar(text);
  }

  static AttributeValue of(boolean flag) {
    return new Scalar(flag);
  }

  static AttributeValue of(long number) {
    return new Scalar(number);
  }

  static AttributeValue of(Stream<String> texts) {
    return new StringSet(Set.copyOf(texts.toList()));
  }
}
