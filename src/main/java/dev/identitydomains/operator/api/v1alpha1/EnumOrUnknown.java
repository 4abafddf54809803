package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Deserializes the exact name of an enum's constant, and any other scalar as {@code Unknown}.
 * Jackson's own deserializer takes numbers and texts with digits for ordinals.
 */
final class EnumOrUnknown extends JsonDeserializer<@Nullable Object>
    implements ContextualDeserializer {

  private static final String UNKNOWN = "Unknown";

  private final Class<?> type;
  private final Map<String, Object> constants;

  /** For Jackson, which calls {@link #createContextual} for each enum. */
  EnumOrUnknown() {
    this(Object.class, Map.of());
  }

  private EnumOrUnknown(Class<?> type, Map<String, Object> constants) {
    this.type = type;
    this.constants = constants;
  }

  @Override
  public JsonDeserializer<?> createContextual(
      DeserializationContext context, @Nullable BeanProperty property) {
    var choice = context.getContextualType().getRawClass();
    var byName =
        Stream.of(choice.getEnumConstants())
            .collect(Collectors.toMap(Object::toString, Function.<Object>identity()));
    if (!byName.containsKey(UNKNOWN)) {
      throw new IllegalStateException(choice + " has no constant " + UNKNOWN);
    }
    return new EnumOrUnknown(choice, byName);
  }

  @Override
  public @Nullable Object deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    return parser.currentToken().isScalarValue()
        ? constants.getOrDefault(parser.getText(), constants.get(UNKNOWN))
        : context.handleUnexpectedToken(type, parser);
  }
}
