package kata.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import kata.error.KataException;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;
import org.junit.jupiter.api.Test;

/**
 * Runs the YAML project's own cases: invalid ones are rejected, valid ones have the expected
 * result.
 */
final class YamlTestSuiteTest {
  private static final Path CASES =
      Path.of("src/test/resources/corpus/yaml-test-suite/cases.jsonl");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /**
   * Valid YAML that kata rejects.
   *
   * @param message the message
   * @param ids the cases
   */
  private record Refusal(String message, Set<String> ids) {}

  private static final List<Refusal> REFUSED =
      List.of(
          // A second document follows: Compose and kata accept only one.
          new Refusal(
              "a second document begins here",
              Set.of(
                  "35KP", "6XDY", "6ZKB", "9DXL", "9KAX", "JHB9", "KSS4", "L383", "PUW8", "RZT7",
                  "U9NS")),
          // There is no document.
          new Refusal("the file is empty", Set.of("8G76", "98YD", "AVM7")),
          // A key is a list or a mapping, or an alias of one.
          new Refusal(
              "a key must be text, not a list or a mapping",
              Set.of(
                  "4FJ6", "6BFJ", "6PBE", "9MMW", "KK5P", "LX3P", "M2N8/01", "M5DY", "Q9WF", "RZP5",
                  "SBG9", "V9D5", "X38W", "XW4D")),
          // A tag that means nothing to Compose.
          new Refusal(
              "kata does not know the tag",
              Set.of(
                  "2XXW", "565N", "5TYM", "6CK3", "6WLZ", "7FWL", "9WXW", "C4HZ", "CC74", "CUP7",
                  "J7PZ", "M5C3", "P76L", "UGM3", "Z67P", "Z9M4")),
          // The engine requires a key before a colon.
          new Refusal(
              "not valid YAML",
              Set.of(
                  "2JQS", "6M2F", "CFD4", "FRK4", "M2N8/00", "NHX8", "NKF9", "S3PD", "SM9W/01",
                  "UKK6/00")),
          // The engine follows YAML 1.1 for colons, commas and line breaks in flow style.
          new Refusal(
              "not valid YAML",
              Set.of(
                  "4MUZ/00", "4MUZ/01", "4MUZ/02", "58MP", "5MUD", "5T43", "DBG4", "HM87/00",
                  "K3WX", "VJP3/01", "9SA2", "NJ66", "UT92", "W5VH", "WZ62")),
          // The engine rejects a tab where indentation could be.
          new Refusal("not valid YAML", Set.of("6CA3", "HS5T", "NB6Z", "Q5MG", "UV7Q")),
          // The engine requires --- after ..., a known directive, and indented block text.
          new Refusal(
              "not valid YAML", Set.of("7Z25", "DK3J", "FP8R", "HWV9", "M7A3", "QT73", "W4TN")));

  private record Case(String id, String yaml, String json, boolean fail) {}

  private static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String line : Files.readAllLines(CASES)) {
      JsonNode node = JSON.readTree(line);
      cases.add(
          new Case(
              node.path("id").asText(),
              node.path("yaml").asText(),
              node.path("json").asText(),
              node.path("fail").asBoolean()));
    }
    return cases;
  }

  @Test
  void every_case_is_read_or_refused_as_it_should_be() throws IOException {
    List<Case> cases = cases();
    assertThat(cases).hasSize(402);
    Map<String, String> refused = new TreeMap<>();
    Map<String, String> accepted = new TreeMap<>();
    Map<String, String> different = new TreeMap<>();
    for (Case each : cases) {
      try {
        Yaml yaml =
            assertTimeoutPreemptively(
                Duration.ofSeconds(2), () -> YamlReader.read("f", each.yaml()), each.id());
        if (each.fail()) {
          accepted.put(each.id(), value(yaml).toString());
        } else {
          compare(each, yaml, different);
        }
      } catch (KataException e) {
        if (!each.fail()) {
          refused.put(each.id(), e.message());
        }
      }
    }
    assertThat(refused).containsOnlyKeys(ids());
    REFUSED.forEach(
        refusal ->
            refusal
                .ids()
                .forEach(id -> assertThat(refused.get(id)).contains(": " + refusal.message())));
    assertThat(accepted).isEmpty();
    // Block text of spaces only, with no line break at the end of the file: Compose, too, reads "".
    assertThat(different).containsOnlyKeys("JEF9/02");
  }

  private static Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    REFUSED.forEach(refusal -> ids.addAll(refusal.ids()));
    return ids;
  }

  private static void compare(Case each, Yaml yaml, Map<String, String> different)
      throws IOException {
    if (each.json().isBlank()) {
      return;
    }
    List<JsonNode> meant = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(each.json())) {
      while (parser.nextToken() != null) {
        meant.add(parser.readValueAsTree());
      }
    }
    if (meant.size() == 1 && !value(yaml).equals(value(meant.get(0)))) {
      different.put(each.id(), "%s, not %s".formatted(value(yaml), value(meant.get(0))));
    }
  }

  private static Object value(Yaml yaml) {
    if (yaml instanceof Sequence list) {
      return list.items().stream().map(YamlTestSuiteTest::value).toList();
    }
    if (yaml instanceof Mapping mapping) {
      Map<String, Object> values = new LinkedHashMap<>();
      mapping.members().forEach((key, member) -> values.put(key, value(member.value())));
      return values;
    }
    Scalar scalar = (Scalar) yaml;
    return scalar.isNull() ? "(null)" : number(scalar.value());
  }

  private static Object value(JsonNode node) {
    if (node.isArray()) {
      List<Object> items = new ArrayList<>();
      node.forEach(item -> items.add(value(item)));
      return items;
    }
    if (node.isObject()) {
      Map<String, Object> values = new LinkedHashMap<>();
      node.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
      return values;
    }
    if (node.isNull()) {
      return "(null)";
    }
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    return node.isNumber() ? number(node.decimalValue()) : node.asText();
  }

  private static Object number(Object value) {
    if (value instanceof BigInteger integer) {
      return new BigDecimal(integer).stripTrailingZeros();
    }
    return value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value;
  }
}
