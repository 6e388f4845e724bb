package kata.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kata.error.KataException;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Member;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.Scanner;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Parses one YAML document; resolves aliases and merge keys. Limits: 256 Ki characters, 50 levels,
 * 1,000 aliases, and 100,000 nodes or 4 Mi characters after expansion. For any input, throws only
 * {@code InputRefused} with file, line and column.
 */
public final class YamlReader {
  private static final int MAX_LENGTH = 256 * 1024;
  private static final int MAX_DEPTH = 50;
  private static final int MAX_ALIASES = 1000;
  private static final int MAX_NODES = 100_000;
  private static final int MAX_CHARS = 4 * 1024 * 1024;
  private static final String TYPES = "tag:yaml.org,2002:";
  private static final Set<String> TEXT_TAGS = Set.of("!", TYPES + "str");
  private static final Set<String> KNOWN_TAGS =
      Set.of("int", "float", "bool", "null", "map", "seq");

  private final String file;
  private final Iterator<Event> events;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private int aliases;
  private int nodes;
  private int chars;

  private YamlReader(String file, Iterator<Event> events) {
    this.file = file;
    this.events = events;
  }

  /** The value of an anchor, and the cost of each use. */
  private record Anchored(Yaml value, int nodes, int chars) {}

  /** Parses a document; the file's name is for messages. Rejects an empty document. */
  public static Yaml read(String file, String text) {
    Mark start = new Mark(file, 1, 1);
    if (text.length() > MAX_LENGTH) {
      throw start.refuse("the file is larger than 256 KiB", "split it, or move data out of it");
    }
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(file).build();
      Scanner scanner = new ScannerImpl(settings, new StreamReader(settings, text));
      Scanner strict = new StrictScanner(file, text, scanner);
      return new YamlReader(file, new ParserImpl(settings, strict)).document();
    } catch (KataException e) {
      throw e;
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().map(m -> Mark.at(file, Optional.of(m))).orElse(start);
      throw mark.refuse("not valid YAML: " + e.getProblem(), "");
    } catch (RuntimeException e) {
      // The engine throws other unchecked exceptions for some invalid input.
      throw start.refuse("not valid YAML: " + e.getMessage(), "");
    }
  }

  private Yaml document() {
    events.next(); // stream start
    Event first = events.next();
    if (first.getEventId() == Event.ID.StreamEnd) {
      throw mark(first).refuse("the file is empty", "");
    }
    Yaml root = node(events.next(), 0);
    events.next(); // document end
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      throw mark(after).refuse("a second document begins here", "keep one document in the file");
    }
    return root;
  }

  private Yaml node(Event event, int depth) {
    Mark mark = mark(event);
    if (depth > MAX_DEPTH) {
      throw mark.refuse("nested deeper than " + MAX_DEPTH + " levels", "");
    }
    if (event instanceof AliasEvent alias) {
      return alias(alias, mark);
    }
    int nodesBefore = nodes;
    int charsBefore = chars;
    spend(1, 0, mark);
    Yaml value;
    if (event instanceof ScalarEvent scalar) {
      value = scalar(scalar, mark);
    } else if (event instanceof SequenceStartEvent sequence) {
      checkTag(sequence.getTag(), mark);
      value = sequence(mark, depth);
    } else if (event instanceof MappingStartEvent mapping) {
      checkTag(mapping.getTag(), mark);
      value = mapping(mark, depth);
    } else {
      throw mark.refuse("not valid YAML: " + event.getEventId(), "");
    }
    if (event instanceof NodeEvent anchored && anchored.getAnchor().isPresent()) {
      anchors.put(
          anchored.getAnchor().get(),
          new Anchored(value, nodes - nodesBefore, chars - charsBefore));
    }
    return value;
  }

  private Yaml alias(AliasEvent event, Mark mark) {
    Anchored anchored = anchors.get(event.getAlias());
    if (anchored == null) {
      throw mark.refuse("there is no anchor '%s' before here".formatted(event.getAlias()), "");
    }
    if (++aliases > MAX_ALIASES) {
      throw mark.refuse("more than " + MAX_ALIASES + " aliases", "");
    }
    spend(anchored.nodes(), anchored.chars(), mark);
    return anchored.value();
  }

  private Scalar scalar(ScalarEvent event, Mark mark) {
    String text = event.getValue();
    spend(0, text.length(), mark);
    boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
    Optional<String> tag = event.getTag();
    if (tag.isEmpty()) {
      return new Scalar(text, plain, mark);
    }
    checkTag(tag, mark);
    return new Scalar(text, !TEXT_TAGS.contains(tag.get()), mark);
  }

  private Sequence sequence(Mark mark, int depth) {
    List<Yaml> items = new ArrayList<>();
    for (Event event = events.next(); !ends(event); event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new Sequence(items, mark);
  }

  private Mapping mapping(Mark mark, int depth) {
    Map<String, Member> members = new LinkedHashMap<>();
    @Nullable Yaml merge = null;
    for (Event event = events.next(); !ends(event); event = events.next()) {
      if (!(node(event, depth + 1) instanceof Scalar key)) {
        throw mark(event).refuse("a key must be text, not a list or a mapping", "");
      }
      Mark at = mark(event);
      Yaml value = node(events.next(), depth + 1);
      if (key.plain() && key.text().equals("<<")) {
        if (merge != null) {
          throw at.refuse("a second << in one mapping", "merge a list: <<: [*a, *b]");
        }
        merge = value;
      } else {
        Member twin =
            members.put(key.text(), new Member(new Scalar(key.text(), key.plain(), at), value));
        if (twin != null) {
          throw at.refuse(
              "'%s' is defined twice; first in line %d"
                  .formatted(key.text(), twin.key().mark().line()),
              "keep one of them");
        }
      }
    }
    if (merge != null) {
      merge(members, merge);
    }
    return new Mapping(members, mark);
  }

  private static void merge(Map<String, Member> members, Yaml merge) {
    List<Yaml> sources = merge instanceof Sequence list ? list.items() : List.of(merge);
    for (Yaml source : sources) {
      if (!(source instanceof Mapping mapping)) {
        throw source.mark().refuse("<< takes a mapping or a list of mappings", "");
      }
      mapping.members().forEach(members::putIfAbsent);
    }
  }

  private void checkTag(Optional<String> tag, Mark mark) {
    if (tag.isEmpty() || TEXT_TAGS.contains(tag.get())) {
      return;
    }
    String text = tag.get();
    if (!text.startsWith(TYPES) || !KNOWN_TAGS.contains(text.substring(TYPES.length()))) {
      throw mark.refuse("kata does not know the tag '%s'".formatted(text), "remove it");
    }
  }

  private void spend(int moreNodes, int moreChars, Mark mark) {
    nodes += moreNodes;
    chars += moreChars;
    if (nodes > MAX_NODES || chars > MAX_CHARS) {
      throw mark.refuse("too large once its aliases are expanded", "");
    }
  }

  private static boolean ends(Event event) {
    Event.ID id = event.getEventId();
    return id == Event.ID.SequenceEnd || id == Event.ID.MappingEnd;
  }

  private Mark mark(Event event) {
    return Mark.at(file, event.getStartMark());
  }
}
