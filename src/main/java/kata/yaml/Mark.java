package kata.yaml;

import kata.error.KataException;

/** A position in a file: its name, line and column, both from 1. */
public record Mark(String file, int line, int column) {
  /** Returns an exception for a problem at this position. */
  public KataException refuse(String problem, String hint) {
    return KataException.refused(this + ": " + problem, hint);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
