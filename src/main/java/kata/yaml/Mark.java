package kata.yaml;

import java.util.Optional;
import kata.error.KataException;

/** A position in a file: its name, line and column, both from 1. */
public record Mark(String file, int line, int column) {
  /** Returns the position that the parser names; the beginning of the file when it names none. */
  static Mark at(String file, Optional<org.snakeyaml.engine.v2.exceptions.Mark> mark) {
    return mark.map(m -> new Mark(file, m.getLine() + 1, m.getColumn() + 1))
        .orElse(new Mark(file, 1, 1));
  }

  /** Returns an exception for a problem at this position. */
  public KataException refuse(String problem, String hint) {
    return KataException.refused(this + ": " + problem, hint);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
