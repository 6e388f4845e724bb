package kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.lang.reflect.Array;
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

/** The programs in src/bench, which no build compiles, are without a warning, and count right. */
final class BenchTest {
  private static final List<Path> SOURCES =
      List.of(
          Path.of("src/bench/Bench.java"),
          Path.of("src/bench/Growth.java"),
          Path.of("src/bench/House.java"));

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
              .getTask(told, files, null, options, null, files.getJavaFileObjectsFromPaths(SOURCES))
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

  @Test
  void a_row_of_growth_has_each_kata_and_the_ratios_to_the_first() throws Exception {
    Object before = samples(new double[] {4, 2, 3}, new double[] {60, 50, 70});
    Object after = samples(new double[] {2, 4, 3}, new double[] {40, 40, 80});

    assertThat(growth(before)).isEqualTo("| `boot` | 3.00 s, 60 MiB |");
    assertThat(growth(before, after))
        .isEqualTo("| `boot` | 3.00 s, 60 MiB | 3.00 s, 40 MiB | 1.00 | 0.50..2.00 |");
  }

  private static Object samples(double[] seconds, double[] mebibytes) throws Exception {
    return loader
        .loadClass("Growth$Samples")
        .getConstructor(String.class, double[].class, double[].class)
        .newInstance("`boot`", seconds, mebibytes);
  }

  private static Object growth(Object... samples) throws Exception {
    Class<?> type = loader.loadClass("Growth$Samples");
    Object array = Array.newInstance(type, samples.length);
    for (int i = 0; i < samples.length; i++) {
      Array.set(array, i, samples[i]);
    }
    return loader.loadClass("Growth").getMethod("line", array.getClass()).invoke(null, array);
  }

  private static Object line(String name, double[] ours, double[] theirs) throws Exception {
    Class<?> type = loader.loadClass("Bench$Result");
    Constructor<?> result = type.getConstructor(String.class, double[].class, double[].class);
    return type.getMethod("line").invoke(result.newInstance(name, ours, theirs));
  }
}
