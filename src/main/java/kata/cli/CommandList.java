package kata.cli;

/**
 * Every command of kata, once, in the order of help. A list of suppliers would cost 0.2 ms of each
 * start for every lambda in it; a line that a selection does not want costs nothing.
 */
public interface CommandList {
  /** Adds the commands that the selection wants, and creates no others. */
  void addTo(Selection selection);
}
