package kata.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import kata.testing.Child;

/**
 * What was typed on a server and on a laptop, and what came out, as a page in Markdown. What is
 * another text each time, such as ids and times, is put by one text that stands for it.
 */
final class Transcript {
  /** Lines about a wait, printed only if it is long. */
  private static final String SLOW = ".* (still running \\(|waiting: ).*";

  private static final List<Map.Entry<Pattern, String>> MASKS =
      List.of(
          mask("(?<=To )127\\.0\\.0\\.1(?=:)", "server"),
          mask("SWMTKN-\\S+", "SWMTKN-..."),
          mask("SHA256:\\S{43}", "SHA256:..."),
          mask("(\\$2a\\$\\d+\\$)\\S{53}", "$1..."),
          mask("OpenSSH_.*", "OpenSSH_x.y"),
          mask("with Java .*", "with Java x.y.z"),
          mask("(?<![\\d.])\\d+\\.\\d+\\.\\d+(?![\\d.])[-+\\w]*", "x.y.z"),
          mask("\\b[a-z0-9]{25}\\b", "ID"),
          mask("\\b(Less than|About|an?|\\d+)[a-z ]* (second|minute)s?\\b", "2 seconds"),
          mask("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d", "2026-01-01 00:00"),
          mask("\\s+$", ""));
  private static final Pattern HEADINGS = Pattern.compile("([A-Z]+( [A-Z]+)?( {2,}|$)){2,}");
  private static final Pattern HEADING = Pattern.compile("[A-Z]+( [A-Z]+)?( {2,}|$)");

  private final Server server;
  private final StringBuilder text;
  private String folder = "~";
  private boolean open;

  /** Begins a page with these lines. */
  Transcript(Server server, String beginning) {
    this.server = server;
    this.text = new StringBuilder(beginning);
  }

  /** Begins a section. */
  void section(String title) {
    shut();
    text.append("\n## ").append(title).append('\n');
  }

  /** Adds a note to the reader. */
  void note(String words) {
    shut();
    text.append('\n').append(words).append('\n');
  }

  /** The user kata of the server goes to a folder, and types from there on. */
  void cd(String to) {
    typed(prompt() + "$ cd " + to, "");
    folder = to;
  }

  /** The user kata of the server types a line, which must not fail. */
  void kata(String line) {
    typed(prompt() + "$ " + line, server.kata("cd " + folder + marked(line)));
  }

  /** Root types a line on the server, which must not fail. */
  void root(String line) {
    typed("root@server:~# " + line, server.root("su", "-", "-c", "true" + marked(line)));
  }

  /** Somebody typed a line on a laptop, which must not have failed. */
  void laptop(String line, Child child) {
    assertThat(child.ok()).as("%s: %s", line, child.output()).isTrue();
    typed("laptop$ " + line, "\n" + child.output());
  }

  /** Returns the page so far. */
  String text() {
    shut();
    return text.toString();
  }

  private String prompt() {
    return "kata@server:" + folder;
  }

  /** The first line of the output is a mark: without it blanks at the beginning would be lost. */
  private static String marked(String line) {
    return " && echo mark && {\n%s\n} 2>&1".formatted(line);
  }

  private void typed(String line, String marked) {
    text.append(open ? "" : "\n```\n").append(line).append('\n');
    open = true;
    List<String> lines = marked.lines().skip(1).filter(each -> !each.matches(SLOW)).toList();
    boolean table = !lines.isEmpty() && HEADINGS.matcher(lines.get(0)).matches();
    for (String each : table ? aligned(lines) : lines) {
      text.append(masked(each)).append('\n');
    }
  }

  /** A table whose cells are made neutral, and its columns as wide as that makes them. */
  private static List<String> aligned(List<String> lines) {
    List<MatchResult> headings = HEADING.matcher(lines.get(0)).results().toList();
    List<StringBuilder> rows = lines.stream().map(line -> new StringBuilder()).toList();
    for (MatchResult heading : headings) {
      boolean ids = heading.group().matches("(CONTAINER )?ID +");
      List<String> cells = new ArrayList<>();
      for (String line : lines) {
        boolean last = heading.end() == lines.get(0).length();
        int end = last ? line.length() : Math.min(heading.end(), line.length());
        String cell = line.substring(Math.min(heading.start(), end), end).strip();
        cells.add(ids && !cells.isEmpty() ? "ID" : masked(cell));
      }
      int width = cells.stream().mapToInt(String::length).max().orElse(0);
      for (int i = 0; i < cells.size(); i++) {
        rows.get(i).append(cells.get(i)).append(" ".repeat(width - cells.get(i).length() + 3));
      }
    }
    return rows.stream().map(StringBuilder::toString).toList();
  }

  private void shut() {
    text.append(open ? "```\n" : "");
    open = false;
  }

  private static String masked(String line) {
    String masked = line;
    for (Map.Entry<Pattern, String> mask : MASKS) {
      masked = mask.getKey().matcher(masked).replaceAll(mask.getValue());
    }
    return masked;
  }

  private static Map.Entry<Pattern, String> mask(String pattern, String replacement) {
    return Map.entry(Pattern.compile(pattern), replacement);
  }
}
