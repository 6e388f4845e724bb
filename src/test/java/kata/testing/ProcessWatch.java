package kata.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/** Repeatedly searches the command lines of all processes of the machine for a text. */
public final class ProcessWatch implements AutoCloseable {
  private final String text;
  private final Set<String> found = new ConcurrentSkipListSet<>();
  private final Map<Path, Integer> known = new HashMap<>();
  private final AtomicLong looks = new AtomicLong();
  private final Thread thread = new Thread(this::watch, "process-watch");
  private volatile boolean over;

  private ProcessWatch(String text) {
    this.text = text;
  }

  /** Starts the search for a text. */
  public static ProcessWatch of(String text) {
    ProcessWatch watch = new ProcessWatch(text);
    watch.thread.start();
    return watch;
  }

  /** Returns the command lines that contained it. */
  public Set<String> found() {
    return found;
  }

  /** Returns the number of searches. */
  public long looks() {
    return looks.get();
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    thread.join();
  }

  private void watch() {
    try {
      while (!over) {
        look();
        looks.incrementAndGet();
        Thread.sleep(5);
      }
    } catch (IOException | InterruptedException e) {
      found.add("cannot look: " + e);
    }
  }

  private void look() throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        // A young process may still execute another program; an old one was already checked.
        if (known.merge(process, 1, Integer::sum) > 10) {
          continue;
        }
        String line = commandLine(process);
        if (line.contains(text)) {
          found.add(line.replace('\0', ' '));
        }
      }
    }
  }

  private static String commandLine(Path process) {
    try {
      return new String(
          Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it exited meanwhile
    }
  }
}
