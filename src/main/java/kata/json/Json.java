package kata.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes JSON trees with Jackson's streaming API. Avoids its ObjectMapper, which {@code
 * toString} of a node also uses, because it takes 75 ms of every start. Numbers keep every digit.
 */
public final class Json {
  private static final JsonFactory STREAMS =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  /** Jackson's default printer, but with the same line breaks on every system. */
  private static final DefaultPrettyPrinter PRETTY =
      new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));

  private Json() {}

  /** Creates an empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Creates an empty array. */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** Creates an object of strings. */
  public static ObjectNode object(Map<String, String> texts) {
    ObjectNode object = object();
    texts.forEach(object::put);
    return object;
  }

  /** Returns the texts of an array. */
  public static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** Creates an array of strings. */
  public static ArrayNode array(Iterable<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }

  /**
   * Reads the first value of a text; a missing node for an empty text. Throws a {@link
   * com.fasterxml.jackson.core.JacksonException} when the text is not JSON.
   */
  public static JsonNode read(String text) throws IOException {
    try (JsonParser parser = STREAMS.createParser(text)) {
      return first(parser);
    }
  }

  /**
   * Reads the first value of a UTF-8 text; a missing node for an empty text. Throws a {@link
   * com.fasterxml.jackson.core.JacksonException} when the text is not JSON.
   */
  public static JsonNode read(byte[] text) throws IOException {
    try (JsonParser parser = STREAMS.createParser(text)) {
      return first(parser);
    }
  }

  /** Returns a tree as compact text. */
  public static String text(JsonNode tree) {
    return new String(bytes(tree), StandardCharsets.UTF_8);
  }

  /** Returns a tree as indented text. */
  public static String pretty(JsonNode tree) {
    return new String(bytes(tree, true), StandardCharsets.UTF_8);
  }

  /** Returns a tree as compact UTF-8 text. */
  public static byte[] bytes(JsonNode tree) {
    return bytes(tree, false);
  }

  private static byte[] bytes(JsonNode tree, boolean pretty) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = STREAMS.createGenerator(bytes)) {
      if (pretty) {
        out.setPrettyPrinter(PRETTY.createInstance());
      }
      write(tree, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // impossible for a buffer in memory
    }
    return bytes.toByteArray();
  }

  private static JsonNode first(JsonParser parser) throws IOException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return parser.nextToken() == null ? nodes.missingNode() : value(parser, nodes);
  }

  /** Reads the parser's current value; Jackson limits the nesting depth. */
  private static JsonNode value(JsonParser parser, JsonNodeFactory nodes) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        ObjectNode object = nodes.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          object.set(name, value(parser, nodes));
        }
        yield object;
      }
      case START_ARRAY -> {
        ArrayNode array = nodes.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser, nodes));
        }
        yield array;
      }
      case VALUE_STRING -> nodes.textNode(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser, nodes);
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      case VALUE_NULL -> nodes.nullNode();
      default -> throw new JsonParseException(parser, "no value: " + token);
    };
  }

  private static JsonNode integer(JsonParser parser, JsonNodeFactory nodes) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> nodes.numberNode(parser.getIntValue());
      case LONG -> nodes.numberNode(parser.getLongValue());
      default -> nodes.numberNode(parser.getBigIntegerValue());
    };
  }

  private static void write(JsonNode node, JsonGenerator out) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT -> {
        out.writeStartObject();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
          out.writeFieldName(member.getKey());
          write(member.getValue(), out);
        }
        out.writeEndObject();
      }
      case ARRAY -> {
        out.writeStartArray();
        for (JsonNode element : node) {
          write(element, out);
        }
        out.writeEndArray();
      }
      case STRING -> out.writeString(node.textValue());
      case NUMBER -> number(node.numberValue(), out);
      case BOOLEAN -> out.writeBoolean(node.booleanValue());
      default -> out.writeNull();
    }
  }

  private static void number(Number number, JsonGenerator out) throws IOException {
    if (number instanceof Integer || number instanceof Long) {
      out.writeNumber(number.longValue());
    } else if (number instanceof BigInteger big) {
      out.writeNumber(big);
    } else if (number instanceof BigDecimal decimal) {
      out.writeNumber(decimal);
    } else {
      out.writeNumber(number.doubleValue());
    }
  }
}
