package dev.identitydomains.operator.translate;

import dev.identitydomains.operator.plan.AttributeValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one resource type that a spec may declare. It translates a spec to declared
 * values, and its shapes serve to parse resources of the service.
 *
 * @param <S> the spec
 */
record AttributeTable<S>(List<WireAttribute<S>> attributes) {

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  static <S> AttributeTable<S> of(WireAttribute<S>... attributes) {
    return new AttributeTable<>(List.of(attributes));
  }

  /** A table with these attributes and the attributes of a part of the spec. */
  <P> AttributeTable<S> with(String field, Function<S, @Nullable P> part, AttributeTable<P> its) {
    var nested = its.attributes().stream().map(attribute -> attribute.in(field, part));
    return new AttributeTable<>(Stream.concat(attributes.stream(), nested).toList());
  }

  /** The declared values by wire name. */
  Map<String, AttributeValue> declared(S spec) {
    var declared = new LinkedHashMap<String, AttributeValue>();
    for (var attribute : attributes) {
      var value = attribute.value().apply(spec);
      if (value != null) {
        declared.put(attribute.name(), value);
      }
    }
    return declared;
  }

  /** A value of the shape of each attribute, by wire name. */
  Map<String, AttributeValue> shapes() {
    var shapes = new LinkedHashMap<String, AttributeValue>();
    attributes.forEach(attribute -> shapes.put(attribute.name(), attribute.shape()));
    return shapes;
  }
}
