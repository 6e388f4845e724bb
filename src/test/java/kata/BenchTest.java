package kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** src/bench/Bench.java, which no build compiles, is without a warning, and counts right. */
final class BenchTest {
  private static final Path SOURCE = Path.of("src/bench/Bench.java");

  @TempDir static Path folder;
  private static URLClassLoader loader;

  @BeforeAll
  static void compile() throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter told = new StringWriter();
    List<String> options =
        List.of("-Xlint:all", "-Werror", "-proc:none", "--release", "17", "-d", folder.toString());
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean good =
          compiler
              .getTask(told, files, null, options, null, files.getJavaFileObjects(SOURCE))
              .call();
      assertThat(good).as(told.toString()).isTrue();
    }
    URL[] classes = {folder.toUri().toURL()};
    loader = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader());
  }

  @AfterAll
  static void close() throws Exception {
    loader.close();
  }

  @Test
  void a_row_has_the_medians_and_the_ratios_of_the_pairs() throws Exception {
    assertThat(line("`ls`", new double[] {4, 1, 3}, new double[] {2, 4, 3}))
        .isEqualTo("| `ls` | 3.00 s | 3.00 s | 1.00 | 0.25..2.00 |");
    // The ratio of the medians would be 2.
    assertThat(line("`rm`", new double[] {1, 9, 8}, new double[] {4, 6, 2}))
        .isEqualTo("| `rm` | 8.00 s | 4.00 s | 1.50 | 0.25..4.00 |");
  }

  @Test
  void the_median_of_an_even_number_is_between_the_two_in_the_middle() throws Exception {
    assertThat(line("push", new double[] {1, 3, 2, 10}, new double[] {1, 1, 1, 1}))
        .isEqualTo("| push | 2.50 s | 1.00 s | 2.50 | 1.00..10.00 |");
    assertThat(line("push", new double[] {0.5}, new double[] {2}))
        .isEqualTo("| push | 0.50 s | 2.00 s | 0.25 | 0.25..0.25 |");
  }

  private static Object line(String name, double[] ours, double[] theirs) throws Exception {
    Class<?> type = loader.loadClass("Bench$Result");
    Constructor<?> result = type.getConstructor(String.class, double[].class, double[].class);
    return type.getMethod("line").invoke(result.newInstance(name, ours, theirs));
  }
}
