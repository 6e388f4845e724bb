import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Prints the structure of the sources as a Markdown table: packages, files, lines, arrows between
 * packages, and cycles of packages and of the classes in a package.
 *
 * <pre>java src/bench/House.java [FOLDER]</pre>
 */
final class House {
  private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?(kata\\.[\\w.]+);");
  private static final Pattern WORD = Pattern.compile("\\b[A-Z]\\w*");
  private static final Pattern TEXT =
      Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|/\\*.*?\\*/|//[^\n]*");

  private final Map<String, Map<String, String>> packages = new TreeMap<>();

  public static void main(String[] arguments) throws IOException {
    House house = new House();
    house.read(Path.of(arguments.length > 0 ? arguments[0] : "src/main/java"));
    house.print();
  }

  private void read(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String folder = root.relativize(file.resolveSibling("")).toString().replace('/', '.');
        String name = String.valueOf(file.getFileName()).replace(".java", "");
        packages
            .computeIfAbsent(folder, key -> new TreeMap<>())
            .put(name, Files.readString(file));
      }
    }
  }

  private void print() {
    Map<String, Set<String>> arrows = new TreeMap<>();
    List<Integer> sizes = new ArrayList<>();
    List<Integer> folders = new ArrayList<>();
    System.out.println("| package | files | lines: median, longest | uses packages | class cycles |");
    System.out.println("|---|---|---|---|---|");
    packages.forEach(
        (name, files) -> {
          arrows.put(name, targets(name, files));
          List<Integer> lines =
              files.values().stream().map(text -> (int) text.lines().count()).sorted().toList();
          sizes.addAll(lines);
          folders.add(files.size());
          System.out.printf(
              "| %s | %d | %d, %d | %d | %s |%n",
              name,
              files.size(),
              median(lines),
              lines.get(lines.size() - 1),
              arrows.get(name).size(),
              String.join("; ", cycles(classArrows(files))));
        });
    Collections.sort(sizes);
    Collections.sort(folders);
    System.out.printf(
        "%n%d files in %d packages, %d lines; a file has %d lines in the median, %d at the 90th"
            + " percentile, %d at most; a package has %d files in the median, %d at most.%n",
        sizes.size(),
        packages.size(),
        sizes.stream().mapToInt(Integer::intValue).sum(),
        median(sizes),
        sizes.get(sizes.size() * 9 / 10),
        sizes.get(sizes.size() - 1),
        median(folders),
        folders.get(folders.size() - 1));
    System.out.printf(
        "%d arrows between packages; cycles of packages: %s%n",
        arrows.values().stream().mapToInt(Set::size).sum(), cycles(arrows));
  }

  /** Returns the packages that the files of one import from. */
  private Set<String> targets(String own, Map<String, String> files) {
    Set<String> targets = new TreeSet<>();
    for (String text : files.values()) {
      for (MatchResult found : IMPORT.matcher(text).results().toList()) {
        String name = found.group(1);
        while (name.contains(".") && !packages.containsKey(name)) {
          name = name.substring(0, name.lastIndexOf('.'));
        }
        targets.add(name);
      }
    }
    targets.remove(own);
    targets.retainAll(packages.keySet());
    return targets;
  }

  /** Returns which classes of a package name which others, outside of comments and texts. */
  private static Map<String, Set<String>> classArrows(Map<String, String> files) {
    Map<String, Set<String>> arrows = new TreeMap<>();
    files.forEach(
        (name, text) -> {
          Set<String> targets = new TreeSet<>();
          WORD.matcher(TEXT.matcher(text).replaceAll("\"\"")).results()
              .map(MatchResult::group)
              .filter(files::containsKey)
              .forEach(targets::add);
          targets.remove(name);
          arrows.put(name, targets);
        });
    return arrows;
  }

  /** Returns the strongly connected components with more than one member (Tarjan). */
  private static List<String> cycles(Map<String, Set<String>> arrows) {
    List<String> cycles = new ArrayList<>();
    Map<String, Integer> index = new HashMap<>();
    Map<String, Integer> low = new HashMap<>();
    Deque<String> stack = new ArrayDeque<>();
    arrows.keySet().forEach(start -> visit(start, arrows, index, low, stack, cycles));
    return cycles;
  }

  private static void visit(
      String node,
      Map<String, Set<String>> arrows,
      Map<String, Integer> index,
      Map<String, Integer> low,
      Deque<String> stack,
      List<String> cycles) {
    if (index.containsKey(node)) {
      return;
    }
    index.put(node, index.size());
    low.put(node, index.get(node));
    stack.push(node);
    for (String next : arrows.getOrDefault(node, Set.of())) {
      visit(next, arrows, index, low, stack, cycles);
      if (stack.contains(next)) {
        low.merge(node, low.get(next), Math::min);
      }
    }
    if (low.get(node).equals(index.get(node))) {
      Set<String> members = new TreeSet<>();
      String member = "";
      while (!member.equals(node)) {
        member = stack.pop();
        members.add(member);
      }
      if (members.size() > 1) {
        cycles.add(String.join(" ", members));
      }
    }
  }

  private static int median(List<Integer> sorted) {
    return sorted.get(sorted.size() / 2);
  }
}
