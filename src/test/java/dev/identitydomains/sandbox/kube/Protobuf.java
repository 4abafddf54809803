package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Decodes the protocol buffers of {@code kubectl create namespace}, {@code secret} and {@code
 * configmap}, with only the fields that these commands set.
 */
final class Protobuf {

  static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

  private static final int MAGIC = 4;

  private Protobuf() {}

  /** Converts an object to JSON, without its kind. */
  static JsonNode read(InputStream body, String kind) throws IOException {
    body.skipNBytes(MAGIC);
    var raw = last(UnknownFieldSet.parseFrom(body), 2);
    var message = UnknownFieldSet.parseFrom(raw);
    var object = JsonNodeFactory.instance.objectNode();
    object.set("metadata", metadata(UnknownFieldSet.parseFrom(last(message, 1))));
    switch (kind) {
      case "ConfigMap" -> {
        object.set("data", map(message, 2, Protobuf::text));
        object.set("binaryData", map(message, 3, Protobuf::base64));
      }
      case "Secret" -> {
        object.set("data", map(message, 2, Protobuf::base64));
        object.put("type", last(message, 3).toStringUtf8());
        object.set("stringData", map(message, 4, Protobuf::text));
      }
      default -> {}
    }
    return object;
  }

  private static ObjectNode metadata(UnknownFieldSet message) throws IOException {
    var metadata = JsonNodeFactory.instance.objectNode();
    for (var text : Map.of(1, "name", 2, "generateName").entrySet()) {
      if (message.hasField(text.getKey())) {
        metadata.put(text.getValue(), last(message, text.getKey()).toStringUtf8());
      }
    }
    metadata.set("labels", map(message, 11, Protobuf::text));
    return metadata.set("annotations", map(message, 12, Protobuf::text));
  }

  private static ObjectNode map(
      UnknownFieldSet message, int field, Function<ByteString, JsonNode> value) throws IOException {
    var map = JsonNodeFactory.instance.objectNode();
    for (var bytes : values(message, field)) {
      var entry = UnknownFieldSet.parseFrom(bytes);
      map.set(last(entry, 1).toStringUtf8(), value.apply(last(entry, 2)));
    }
    return map;
  }

  private static ByteString last(UnknownFieldSet message, int field) {
    var values = values(message, field);
    return values.isEmpty() ? ByteString.EMPTY : values.getLast();
  }

  private static List<ByteString> values(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList();
  }

  private static JsonNode text(ByteString value) {
    return JsonNodeFactory.instance.textNode(value.toStringUtf8());
  }

  private static JsonNode base64(ByteString value) {
    return JsonNodeFactory.instance.textNode(
        Base64.getEncoder().encodeToString(value.toByteArray()));
  }
}
