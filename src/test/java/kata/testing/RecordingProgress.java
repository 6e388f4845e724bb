package kata.testing;

import java.util.ArrayList;
import java.util.List;
import kata.process.Progress;

/** Records all progress, from any thread. */
public final class RecordingProgress implements Progress {
  private record Line(String kind, String text) {}

  private final List<Line> lines = new ArrayList<>();

  /** Returns all lines, as {@code step: text}. */
  public synchronized List<String> lines() {
    return lines.stream().map(line -> line.kind() + ": " + line.text()).toList();
  }

  /** Returns the texts of some kinds: step, detail, warn, success. */
  public synchronized List<String> texts(String... kinds) {
    return lines.stream()
        .filter(line -> List.of(kinds).contains(line.kind()))
        .map(Line::text)
        .toList();
  }

  @Override
  public void step(String text) {
    add("step", text);
  }

  @Override
  public void detail(String text) {
    add("detail", text);
  }

  @Override
  public void warn(String text) {
    add("warn", text);
  }

  @Override
  public void success(String text) {
    add("success", text);
  }

  private synchronized void add(String kind, String text) {
    lines.add(new Line(kind, text));
  }
}
