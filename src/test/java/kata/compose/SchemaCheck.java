package kata.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kata.yaml.Yaml;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;

/**
 * Checks a document by a JSON Schema, as far as kata's own uses it: an unknown keyword is an error.
 * A reference to another schema allows everything, since there is no network in a test.
 */
record SchemaCheck(JsonNode root) {
  private static final List<String> NOTES = List.of("$schema", "$defs", "title", "description");

  boolean accepts(Yaml document) {
    return accepts(root, json(document));
  }

  private boolean accepts(JsonNode schema, JsonNode value) {
    if (schema.isBoolean()) {
      return schema.booleanValue();
    }
    return schema.properties().stream()
        .filter(rule -> !NOTES.contains(rule.getKey()))
        .allMatch(rule -> accepts(rule.getKey(), rule.getValue(), schema, value));
  }

  private boolean accepts(String keyword, JsonNode rule, JsonNode schema, JsonNode value) {
    return switch (keyword) {
      case "$ref" ->
          !rule.textValue().startsWith("#") || accepts(at(rule.textValue().substring(1)), value);
      case "type" ->
          rule.isArray() ? items(rule).anyMatch(one -> isA(one, value)) : isA(rule, value);
      case "enum" -> items(rule).anyMatch(value::equals);
      case "pattern" -> !value.isTextual() || find(rule.textValue(), value.textValue());
      case "required" -> !value.isObject() || items(rule).allMatch(key -> value.has(key.asText()));
      case "minItems" -> !value.isArray() || value.size() >= rule.intValue();
      case "items" -> !value.isArray() || items(value).allMatch(item -> accepts(rule, item));
      case "properties" ->
          rule.properties().stream()
              .allMatch(one -> !value.has(one.getKey()) || accepts(one, value.get(one.getKey())));
      case "patternProperties" ->
          value.properties().stream()
              .allMatch(
                  member ->
                      rule.properties().stream()
                          .filter(one -> find(one.getKey(), member.getKey()))
                          .allMatch(one -> accepts(one, member.getValue())));
      case "additionalProperties" ->
          value.properties().stream()
              .filter(member -> isAdditional(schema, member.getKey()))
              .allMatch(member -> accepts(rule, member.getValue()));
      case "propertyNames" ->
          value.properties().stream()
              .allMatch(one -> accepts(rule, JsonNodeFactory.instance.textNode(one.getKey())));
      case "allOf" -> items(rule).allMatch(one -> accepts(one, value));
      case "anyOf" -> items(rule).anyMatch(one -> accepts(one, value));
      case "oneOf" -> items(rule).filter(one -> accepts(one, value)).count() == 1;
      case "not" -> !accepts(rule, value);
      case "if" -> accepts(schema.path(accepts(rule, value) ? "then" : "else"), value);
      case "then", "else" -> true;
      default -> throw new AssertionError("no check for " + keyword);
    };
  }

  private boolean accepts(Map.Entry<String, JsonNode> rule, JsonNode value) {
    return accepts(rule.getValue(), value);
  }

  private JsonNode at(String pointer) {
    JsonNode found = root.at(pointer);
    if (found instanceof MissingNode) {
      throw new AssertionError("the schema has no " + pointer);
    }
    return found;
  }

  private static boolean isAdditional(JsonNode schema, String key) {
    return !schema.path("properties").has(key)
        && schema.path("patternProperties").properties().stream()
            .noneMatch(one -> find(one.getKey(), key));
  }

  private static boolean isA(JsonNode type, JsonNode value) {
    return switch (type.textValue()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new AssertionError("no check for type " + type);
    };
  }

  private static boolean find(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).find();
  }

  private static Stream<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static JsonNode json(Yaml yaml) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (yaml instanceof Mapping mapping) {
      ObjectNode object = json.objectNode();
      mapping.members().forEach((key, member) -> object.set(key, json(member.value())));
      return object;
    }
    if (yaml instanceof Sequence sequence) {
      return json.arrayNode().addAll(sequence.items().stream().map(SchemaCheck::json).toList());
    }
    if (yaml.isNull()) {
      return json.nullNode();
    }
    Object value = ((Scalar) yaml).value();
    if (value instanceof Boolean truth) {
      return BooleanNode.valueOf(truth);
    }
    return value instanceof Number number
        ? json.numberNode(new BigDecimal(number.toString()))
        : json.textNode(value.toString());
  }
}
