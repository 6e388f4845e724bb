package kata.yaml;

import java.util.ArrayList;
import java.util.List;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Writes a document in block style: plain scalars stay plain, all others get double quotes. The
 * same document always gives the same bytes.
 */
public final class YamlWriter {
  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setSplitLines(false)
          .setMaxSimpleKeyLength(1024)
          .build();

  /** DEL: the engine writes it unescaped, and Docker's parser rejects that. */
  private static final String DELETE = "\u007f";

  private YamlWriter() {}

  public static String write(Yaml document) {
    return new Present(SETTINGS)
        .emitToString(new Serialize(SETTINGS).serializeOne(node(document)).iterator())
        .replace(DELETE, "\\x7F");
  }

  private static Node node(Yaml yaml) {
    if (yaml instanceof Scalar scalar) {
      return scalar(scalar);
    }
    if (yaml instanceof Sequence sequence) {
      List<Node> items = new ArrayList<>();
      sequence.items().forEach(item -> items.add(node(item)));
      return new SequenceNode(Tag.SEQ, items, FlowStyle.BLOCK);
    }
    List<NodeTuple> tuples = new ArrayList<>();
    ((Mapping) yaml)
        .members()
        .values()
        .forEach(m -> tuples.add(new NodeTuple(scalar(m.key()), node(m.value()))));
    return new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK);
  }

  private static Node scalar(Scalar scalar) {
    if (!scalar.plain() || scalar.text().contains(DELETE)) {
      return new ScalarNode(Tag.STR, scalar.text(), ScalarStyle.DOUBLE_QUOTED);
    }
    // The tag that the emitter itself would detect, so that it writes no tag and no quotes.
    Tag detected = SETTINGS.getSchema().getScalarResolver().resolve(scalar.text(), true);
    return new ScalarNode(detected, scalar.text(), ScalarStyle.PLAIN);
  }
}
