package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Deserializes a value that an older definition may have allowed; null if its types differ from
 * those of this version. An exception would end the watch of all objects.
 */
final class IfReadable extends JsonDeserializer<@Nullable Object>
    implements ContextualDeserializer {

  private final @Nullable JavaType type;

  /** For Jackson, which calls {@link #createContextual} for each property. */
  IfReadable() {
    this(null);
  }

  private IfReadable(@Nullable JavaType type) {
    this.type = type;
  }

  @Override
  public JsonDeserializer<?> createContextual(
      DeserializationContext context, BeanProperty property) {
    return new IfReadable(property.getType());
  }

  @Override
  public @Nullable Object deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    ObjectCodec codec = parser.getCodec();
    var tree = codec.readTree(parser);
    try {
      return codec.readValue(codec.treeAsTokens(tree), type);
    } catch (JsonMappingException e) {
      return null;
    }
  }
}
