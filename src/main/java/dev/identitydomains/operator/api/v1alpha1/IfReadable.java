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
 * Reads a value that an older definition may have let through: null where it does not have the
 * types of this version. One object that cannot be read would end the watch of all.
 */
final class IfReadable extends JsonDeserializer<@Nullable Object>
    implements ContextualDeserializer {

  private final @Nullable JavaType type;

  /** Jackson makes one without a type, and asks it for the one of each property. */
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
