package kata;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds classes of one package that use each other, directly or through others of the package. */
final class ClassCycles {
  private final Map<String, Set<String>> uses = new TreeMap<>();
  private final Map<String, Integer> found = new HashMap<>();
  private final Map<String, Integer> lowest = new HashMap<>();
  private final Deque<String> path = new ArrayDeque<>();
  private final List<Set<String>> cycles = new ArrayList<>();

  private ClassCycles() {}

  /** Returns the cycles, each as the simple names of its classes behind the package. */
  static List<String> in(Iterable<JavaClass> classes) {
    ClassCycles search = new ClassCycles();
    for (JavaClass one : classes) {
      search.uses.computeIfAbsent(outermost(one), name -> new TreeSet<>());
      for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
        search.use(one, dependency.getTargetClass().getBaseComponentType());
      }
    }
    for (String name : search.uses.keySet()) {
      if (!search.found.containsKey(name)) {
        search.visit(name);
      }
    }
    return search.cycles.stream().map(ClassCycles::describe).sorted().toList();
  }

  private void use(JavaClass from, JavaClass to) {
    if (to.getPackageName().equals(from.getPackageName())
        && !outermost(to).equals(outermost(from))) {
      uses.computeIfAbsent(outermost(from), name -> new TreeSet<>()).add(outermost(to));
    }
  }

  /** Tarjan's search for strongly connected components. */
  private void visit(String name) {
    found.put(name, found.size());
    lowest.put(name, found.get(name));
    path.push(name);
    for (String used : uses.getOrDefault(name, Set.of())) {
      if (!found.containsKey(used)) {
        visit(used);
        lowest.merge(name, lowest.get(used), Math::min);
      } else if (path.contains(used)) {
        lowest.merge(name, found.get(used), Math::min);
      }
    }
    if (lowest.get(name).equals(found.get(name))) {
      Set<String> cycle = new TreeSet<>();
      String last;
      do {
        last = path.pop();
        cycle.add(last);
      } while (!last.equals(name));
      if (cycle.size() > 1) {
        cycles.add(cycle);
      }
    }
  }

  /** Returns the name of the top-level class that a class is written in. */
  private static String outermost(JavaClass one) {
    String name = one.getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  private static String describe(Set<String> cycle) {
    String first = cycle.iterator().next();
    String packageName = first.substring(0, first.lastIndexOf('.'));
    List<String> simple =
        cycle.stream().map(name -> name.substring(packageName.length() + 1)).toList();
    return packageName + ": " + String.join(" ", simple);
  }
}
