package kata.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A YAML document: aliases and merge keys resolved, scalars untyped, positions kept. */
public sealed interface Yaml {
  /** Returns its position in the file. */
  Mark mark();

  /** Creates a string of kata's own: quoted when any reader could parse it as another type. */
  static Scalar string(String text, Mark mark) {
    return new Scalar(text, ScalarType.isPlainWord(text), mark);
  }

  /** Returns whether it is a plain scalar that YAML parses as null. */
  default boolean isNull() {
    return false;
  }

  /**
   * A scalar.
   *
   * @param text its value as written, quotes and escapes resolved
   * @param plain whether it was written without quotes, so that a reader gives it a type
   */
  record Scalar(String text, boolean plain, Mark mark) implements Yaml {
    /** Returns the value as String, Boolean, BigInteger or BigDecimal; the caller excludes null. */
    public Object value() {
      return plain ? ScalarType.value(text) : text;
    }

    @Override
    public boolean isNull() {
      return plain && ScalarType.isNull(text);
    }
  }

  /** A list. */
  record Sequence(List<Yaml> items, Mark mark) implements Yaml {
    /** Copies the items. */
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A mapping in the order of the file. */
  record Mapping(Map<String, Member> members, Mark mark) implements Yaml {
    /** Copies the members. */
    public Mapping {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** Returns the value of a key. */
    public Optional<Yaml> get(String key) {
      return Optional.ofNullable(members.get(key)).map(Member::value);
    }

    /** Returns the text of a key, or the empty string when it has none. */
    public String text(String key) {
      return get(key).orElse(null) instanceof Scalar scalar && !scalar.isNull()
          ? scalar.text()
          : "";
    }

    /** Returns a copy without some keys. */
    public Mapping without(String... keys) {
      Map<String, Member> rest = new LinkedHashMap<>(members);
      List.of(keys).forEach(rest::remove);
      return new Mapping(rest, mark);
    }

    /** Returns a copy with one key set, at its old place or at the end. */
    public Mapping with(String key, Yaml value) {
      Map<String, Member> all = new LinkedHashMap<>(members);
      Member old = all.get(key);
      Scalar name = old == null ? string(key, value.mark()) : old.key();
      all.put(key, new Member(name, value));
      return new Mapping(all, mark);
    }
  }

  /** A key with its value. */
  record Member(Scalar key, Yaml value) {}

  /** Creates a list of kata's own strings. */
  static Sequence strings(List<String> texts, Mark mark) {
    List<Yaml> items = new ArrayList<>();
    texts.forEach(text -> items.add(string(text, mark)));
    return new Sequence(items, mark);
  }

  /** Creates a mapping of kata's own strings; values are always quoted. */
  static Mapping quoted(Map<String, String> texts, Mark mark) {
    Map<String, Member> members = new LinkedHashMap<>();
    texts.forEach(
        (key, text) ->
            members.put(key, new Member(string(key, mark), new Scalar(text, false, mark))));
    return new Mapping(members, mark);
  }
}
