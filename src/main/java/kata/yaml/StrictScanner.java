package kata.yaml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.scanner.Scanner;
import org.snakeyaml.engine.v2.tokens.Token;

/**
 * Rejects what YAML 1.2 forbids and the engine's scanner accepts: a comment without a space before
 * it (section 6.6), and a line within brackets or quotes that is not indented more than the
 * enclosing block (6.1, 7.3, 7.4). A missing closing bracket or quote may have swallowed such a
 * line. Accepts a line that starts with the closing bracket or quote at any indent: people write it
 * below its key, and Compose accepts it.
 */
final class StrictScanner implements Scanner {
  private final String file;
  private final int[] text;
  private final Scanner engine;
  private final Deque<Integer> blocks = new ArrayDeque<>(List.of(-1));
  private int brackets;

  StrictScanner(String file, String text, Scanner engine) {
    this.file = file;
    this.text = text.codePoints().toArray(); // the engine's marks count code points
    this.engine = engine;
  }

  @Override
  public Token next() {
    Token token = engine.next();
    int start = token.getStartMark().orElseThrow().getIndex();
    int end = token.getEndMark().orElseThrow().getIndex();
    checkLines(brackets > 0 ? spaceBefore(start) : start + 1, end);
    if (start < end && is("#", end) && !is(" \t\r\n", end - 1)) {
      throw Mark.at(file, token.getEndMark())
          .refuse("a comment needs a space before it", "put a space before the #");
    }
    switch (token.getTokenId()) {
      case BlockMappingStart, BlockSequenceStart ->
          blocks.push(token.getStartMark().orElseThrow().getColumn());
      case BlockEnd -> blocks.pop();
      case FlowMappingStart, FlowSequenceStart -> brackets++;
      case FlowMappingEnd, FlowSequenceEnd -> brackets--;
      default -> {}
    }
    return token;
  }

  /** Returns the start of the white space before a token, so that its line is checked too. */
  private int spaceBefore(int start) {
    int from = start;
    while (from > 0 && is(" \t", from - 1)) {
      from--;
    }
    return from;
  }

  private void checkLines(int from, int end) {
    for (int i = from; i < end; i++) {
      if (startsLine(i)) {
        checkLine(i, end);
      }
    }
  }

  private void checkLine(int lineStart, int end) {
    int indent = skip(" ", lineStart);
    int first = skip(" \t", indent);
    boolean empty = first >= end || is("\r\n", first);
    boolean closes = first == end - 1 && is("]}\"'", first);
    int least = blocks.element() + 1;
    if (indent - lineStart < least && !empty && !closes) {
      String within = brackets > 0 ? "brackets" : "quotes";
      int line = (int) IntStream.rangeClosed(0, lineStart).filter(this::startsLine).count();
      throw new Mark(file, line, indent - lineStart + 1)
          .refuse(
              "a line within %s must start in column %d or later".formatted(within, least + 1),
              "indent it with spaces, or close the %s before it".formatted(within));
    }
  }

  private int skip(String characters, int from) {
    int i = from;
    while (is(characters, i)) {
      i++;
    }
    return i;
  }

  private boolean startsLine(int i) {
    return i == 0 || is("\n", i - 1) || (is("\r", i - 1) && !is("\n", i));
  }

  private boolean is(String characters, int i) {
    return i < text.length && characters.indexOf(text[i]) >= 0;
  }

  @Override
  public boolean hasNext() {
    return engine.hasNext();
  }

  @Override
  public Token peekToken() {
    return engine.peekToken();
  }

  @Override
  public boolean checkToken(Token.ID... choices) {
    return engine.checkToken(choices);
  }

  @Override
  public void resetDocumentIndex() {
    engine.resetDocumentIndex();
  }
}
