package kata.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import kata.env.Assignment;
import kata.yaml.Mark;
import kata.yaml.Yaml;
import kata.yaml.Yaml.Mapping;
import kata.yaml.Yaml.Member;
import kata.yaml.Yaml.Scalar;
import kata.yaml.Yaml.Sequence;

/** Parses {@code environment:}, of the app or of a service: a mapping, or a list. */
final class Variables {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Variables() {}

  /** Returns the variables in the order of the file, their values as written. */
  static List<Assignment> parse(Yaml yaml) {
    List<Assignment> variables = new ArrayList<>();
    if (yaml instanceof Mapping mapping) {
      for (Member member : mapping.members().values()) {
        variables.add(variable(member.key().text(), member.value(), member.key().mark()));
      }
    } else if (yaml instanceof Sequence sequence) {
      for (Yaml item : sequence.items()) {
        if (!(item instanceof Scalar scalar)) {
          throw item.mark().refuse("expected NAME=VALUE here", "");
        }
        int equals = scalar.text().indexOf('=');
        String name = equals < 0 ? scalar.text() : scalar.text().substring(0, equals);
        String value = equals < 0 ? "" : scalar.text().substring(equals + 1);
        variables.add(variable(name, new Scalar(value, false, item.mark()), item.mark()));
      }
    } else if (!yaml.isNull()) {
      throw yaml.mark().refuse("environment is a mapping or a list", "");
    }
    return variables;
  }

  private static Assignment variable(String name, Yaml value, Mark mark) {
    if (!NAME.matcher(name).matches()) {
      throw mark.refuse("'%s' is not a variable name".formatted(name), "");
    }
    if (!(value instanceof Scalar scalar)) {
      throw value.mark().refuse("the value of %s must be text".formatted(name), "quote it");
    }
    if (scalar.text().indexOf('\0') >= 0) {
      throw value.mark().refuse("the value of %s holds a NUL".formatted(name), "");
    }
    String text = scalar.isNull() ? "" : scalar.text();
    return new Assignment(name, text, true, false, mark.toString());
  }
}
