package kata.compose;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Member;

/**
 * A key that kata adds to a Compose file.
 *
 * @param name its name
 * @param alias a second name that plain Compose ignores, where the first is not such a name
 * @param places where a file may have it
 * @param schema the JSON Schema of its value
 * @param doc what it does, as one sentence of Markdown
 * @param parser reads its value, and refuses a value without a meaning
 */
record Key<T>(
    String name,
    Optional<String> alias,
    List<Place> places,
    String schema,
    String doc,
    Parser<T> parser) {
  /** Copies the places. */
  Key {
    places = List.copyOf(places);
  }

  /** A part of the file. */
  enum Place {
    TOP("top level"),
    SERVICE("service");

    private final String words;

    Place(String words) {
      this.words = words;
    }

    /** Returns its name in a sentence, without an article. */
    String words() {
      return words;
    }
  }

  /** Reads the value of a key. */
  @FunctionalInterface
  interface Parser<T> {
    /** Returns the meaning of a key with its value. */
    T parse(Member member);
  }

  /** Returns the names that a file may use. */
  List<String> names() {
    return Stream.concat(Stream.of(name), alias.stream()).toList();
  }

  /** Returns its places in a sentence. */
  String where() {
    return places.stream().map(place -> "the " + place.words()).collect(Collectors.joining(" or "));
  }

  /** Returns the key and its value, not parsed. Refuses a mapping that has both names. */
  Optional<Member> find(Mapping mapping) {
    List<Member> found =
        names().stream()
            .filter(mapping.members()::containsKey)
            .map(mapping.members()::get)
            .toList();
    if (found.size() > 1) {
      String problem = "'%s' and '%s' mean the same".formatted(names().toArray());
      throw found.get(1).value().mark().refuse(problem, "keep one of them");
    }
    return found.stream().findFirst();
  }

  /** Returns the parsed value, if the mapping has the key. */
  Optional<T> read(Mapping mapping) {
    return find(mapping).map(parser::parse);
  }
}
