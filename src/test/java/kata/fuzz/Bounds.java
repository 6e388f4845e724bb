package kata.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What reading one input may take. The heap of a fuzzer's JVM is mostly the fuzzer's own. */
final class Bounds {
  private static final long SECOND = 1_000_000_000;
  private static final long MIB = 1024 * 1024;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What an input took of the processor and of the heap. */
  private record Cost(long nanos, long bytes) {
    boolean high() {
      return nanos > 2 * SECOND || bytes > 64 * MIB;
    }
  }

  private Bounds() {}

  /** Hands over the input as text, what is no UTF-8 replaced: 2 s of the processor, 64 MiB. */
  static void within(byte[] input, Consumer<String> reader) {
    String text = new String(input, StandardCharsets.UTF_8);
    // The first time may load classes, which the fuzzer rewrites in this very thread.
    if (cost(text, reader).high()) {
      Cost again = cost(text, reader);
      if (again.high()) {
        throw new AssertionError("took " + again);
      }
    }
  }

  private static Cost cost(String text, Consumer<String> reader) {
    long nanos = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    reader.accept(text);
    return new Cost(
        THREADS.getCurrentThreadCpuTime() - nanos,
        THREADS.getCurrentThreadAllocatedBytes() - bytes);
  }
}
