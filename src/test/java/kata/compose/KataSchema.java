package kata.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import kata.compose.Key.Place;

/** Makes the JSON Schema of kata-compose.yaml: kata's keys, on top of the schema of Compose. */
final class KataSchema {
  /** The schema of Compose. It allows no other keys, so this one refers to its parts. */
  static final String COMPOSE =
      "https://raw.githubusercontent.com/compose-spec/compose-spec/main/schema/compose-spec.json";

  private static final List<String> COMPOSE_KEYS =
      List.of("name", "version", "include", "models", "networks", "volumes", "secrets", "configs");

  private static final String FRAME =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kata-compose.yaml",
        "description": "A Compose file with the keys that kata adds.",
        "type": "object",
        "properties": {},
        "patternProperties": {"^x-(?!kata-)": true},
        "additionalProperties": false,
        "anyOf": [
          {"required": ["services"]},
          {"required": ["caddy"]},
          {"required": ["x-caddy"]},
          {"required": ["include"]}
        ],
        "allOf": [],
        "$defs": {
          "service": {
            "type": "object",
            "properties": {},
            "patternProperties": {},
            "allOf": [],
            "if": {"anyOf": [{"required": ["image"]}, {"required": ["build"]}]},
            "then": {"properties": {}},
            "else": {
              "properties": {},
              "anyOf": [{"required": ["extends"]}, {"required": ["provider"]}]
            }
          }
        }
      }
      """;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private KataSchema() {}

  /** Returns the text of the schema. */
  static String text() throws JsonProcessingException {
    ObjectNode schema = (ObjectNode) json(FRAME);
    ObjectNode service = (ObjectNode) schema.at("/$defs/service");
    for (Key<?> key : KataKeys.ALL) {
      ObjectNode value = (ObjectNode) json(key.schema());
      value.put("description", plain(key.doc()));
      if (key.places().contains(Place.TOP)) {
        key.names().forEach(name -> schema.withObject("/properties").set(name, value));
        refuseBothNames(key, schema);
      }
      if (key.places().contains(Place.SERVICE)) {
        key.names().forEach(name -> service.withObject("/properties").set(name, value));
        refuseBothNames(key, service);
      }
    }
    runtime(service);
    String known =
        KataKeys.names(Place.SERVICE).stream()
            .filter(name -> name.startsWith("x-kata-"))
            .map(name -> name.substring("x-kata-".length()) + "$")
            .collect(Collectors.joining("|"));
    service.withObject("/patternProperties").put("^x-kata-(?!" + known + ")", false);
    ObjectNode properties = schema.withObject("/properties");
    COMPOSE_KEYS.forEach(name -> properties.putObject(name).put("$ref", ofCompose(name)));
    ArrayNode services = properties.putObject("services").putArray("allOf");
    services.addObject().put("$ref", ofCompose("services"));
    services.addObject().putObject("additionalProperties").put("$ref", "#/$defs/service");
    return JSON.writeValueAsString(schema) + "\n";
  }

  static JsonNode json(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  private static void refuseBothNames(Key<?> key, ObjectNode within) {
    if (key.alias().isPresent()) {
      ObjectNode both = within.withArray("/allOf").addObject().putObject("not");
      key.names().forEach(both.putArray("required")::add);
    }
  }

  /** A service has an image, or a runtime of kata's. With an image, runtime is Docker's. */
  private static void runtime(ObjectNode service) throws JsonProcessingException {
    Key<String> key = KataKeys.RUNTIME;
    ObjectNode properties = service.withObject("/properties");
    JsonNode value = properties.remove(key.name());
    service.withObject("/else/properties").set(key.name(), value);
    JsonNode none = json(key.schema());
    service.withObject("/then/properties").putObject(key.name()).set("not", none);
    service.withObject("/then/properties").put(key.alias().orElseThrow(), false);
    for (String name : key.names()) {
      service.withArray("/else/anyOf").addObject().putArray("required").add(name);
    }
  }

  private static String ofCompose(String key) {
    return COMPOSE + "#/properties/" + key;
  }

  /** Returns a sentence without the links and code quotes of Markdown. */
  private static String plain(String markdown) {
    return markdown.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1").replace("`", "");
  }
}
