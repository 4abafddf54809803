package dev.identitydomains.operator.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Consumer;

/** Reads JSON as a stream and keeps nothing but what is asked for, within bounds. */
public final class JsonContent implements AutoCloseable {

  /** The estimated memory of a tree of JSON; one resource of a page has some 10 KB. */
  static final int TREE_BYTES = 1 << 20;

  /** The part of an element's containers and scalars that its reader keeps; it keeps all texts. */
  private static final int KEPT_PART = 2;

  private static final int CONTAINER = 160;
  private static final int SCALAR = 64;
  private static final int CHARACTER = 2;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(50)
                  .maxStringLength(100_000)
                  .maxNameLength(200)
                  .maxNumberLength(100)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // it remembers all names
          .build();

  /** Counts estimated bytes of kept JSON. */
  @FunctionalInterface
  public interface Meter {

    /** Throws when there is no memory for that many bytes more. */
    void add(long bytes) throws IOException;
  }

  /**
   * The array of a reply whose elements are read one by one.
   *
   * @param name member of the reply
   * @param kept members to keep of each element
   * @param most the number of elements after which reading fails
   * @param each gets the elements; a missing node for one that is no object
   */
  public record Elements(String name, Set<String> kept, int most, Consumer<JsonNode> each) {

    public Elements {
      kept = Set.copyOf(kept);
    }
  }

  private final JsonParser parser;
  private final Meter meter;
  private long tree;
  private long texts;
  private boolean isElement;

  private JsonContent(JsonParser parser, Meter meter) {
    this.parser = parser;
    this.meter = meter;
  }

  public static JsonContent of(InputStream content, Meter meter) throws IOException {
    return new JsonContent(JSON.createParser(content), meter);
  }

  /**
   * Reads one value; a missing node when the content is empty.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException when it is not JSON
   */
  public JsonNode tree() throws IOException {
    return parser.nextToken() == null ? MissingNode.getInstance() : value();
  }

  /** Reads an object with these members only; a missing node for anything else. */
  public JsonNode object(Set<String> kept) throws IOException {
    return parser.nextToken() == JsonToken.START_OBJECT ? members(kept) : MissingNode.getInstance();
  }

  /**
   * Reads an object with an array of elements.
   *
   * @param kept members to keep, beside the elements
   */
  public JsonNode object(Set<String> kept, Elements elements) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return MissingNode.getInstance();
    }
    var object = NODES.objectNode();
    var count = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      var token = parser.nextToken();
      if (name.equals(elements.name()) && token == JsonToken.START_ARRAY) {
        count = each(elements, count);
      } else {
        keep(object, name, kept);
      }
    }
    return object;
  }

  private int each(Elements elements, int before) throws IOException {
    var count = before;
    for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      if (++count > elements.most()) {
        throw new BoundsException(
            "has more than %d %s".formatted(elements.most(), elements.name()));
      }
      if (token == JsonToken.START_OBJECT) {
        tree = 0;
        texts = 0;
        isElement = true;
        elements.each().accept(members(elements.kept()));
        isElement = false;
        meter.add(tree / KEPT_PART + texts);
      } else {
        parser.skipChildren();
        elements.each().accept(MissingNode.getInstance());
      }
    }
    return count;
  }

  private JsonNode members(Set<String> kept) throws IOException {
    count(CONTAINER);
    var object = NODES.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      parser.nextToken();
      keep(object, name, kept);
    }
    return object;
  }

  private void keep(ObjectNode object, String name, Set<String> kept) throws IOException {
    if (kept.contains(name)) {
      object.set(name, value());
    } else {
      parser.skipChildren();
    }
  }

  private JsonNode value() throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> wholeObject();
      case START_ARRAY -> wholeArray();
      case VALUE_STRING -> {
        var text = parser.getText();
        count(SCALAR);
        countText(text);
        yield NODES.textNode(text);
      }
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      default -> NODES.nullNode();
    };
  }

  private JsonNode number() throws IOException {
    count(SCALAR);
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      case BIG_INTEGER -> NODES.numberNode(parser.getBigIntegerValue());
      default -> NODES.numberNode(parser.getDoubleValue());
    };
  }

  private JsonNode wholeObject() throws IOException {
    count(CONTAINER);
    var object = NODES.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      count(SCALAR);
      countText(name);
      parser.nextToken();
      object.set(name, value());
    }
    return object;
  }

  private JsonNode wholeArray() throws IOException {
    count(CONTAINER);
    var array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      count(SCALAR / 2);
      array.add(value());
    }
    return array;
  }

  private void count(long bytes) throws IOException {
    tree += bytes;
    added(bytes);
  }

  private void countText(String text) throws IOException {
    var bytes = (long) CHARACTER * text.length();
    texts += bytes;
    added(bytes);
  }

  private void added(long bytes) throws IOException {
    if (tree + texts > TREE_BYTES) {
      throw new BoundsException("has a part of more than %d bytes".formatted(TREE_BYTES));
    }
    if (!isElement) {
      meter.add(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
