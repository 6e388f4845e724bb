package kata.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NonBlockingStreamTest {
  private static final int MIB = 1024 * 1024;

  private final ByteArrayOutputStream read = new ByteArrayOutputStream();

  @Test
  void a_reader_who_reads_has_it_when_the_write_is_done() {
    NonBlockingStream stream = new NonBlockingStream(read);
    PrintStream lines = new PrintStream(stream, false, StandardCharsets.UTF_8);
    for (int i = 0; i < 1000; i++) {
      lines.println("line ä " + i);
      assertThat(text()).endsWith("line ä " + i + "\n");
    }
    stream.close();
    assertThat(text()).isEqualTo(lines(1000));
  }

  @Test
  void a_reader_who_never_reads_holds_nothing_up() throws Exception {
    Process deaf = new ProcessBuilder("sleep", "60").start();
    try {
      Instant begin = Instant.now();
      NonBlockingStream stream = new NonBlockingStream(deaf.getOutputStream());
      for (int i = 0; i < 1024; i++) {
        stream.write(new byte[1024]);
      }
      assertThat(since(begin)).isLessThan(Duration.ofSeconds(2));
      stream.close();
      assertThat(since(begin)).isLessThan(Duration.ofSeconds(5));
      stream.write(new byte[1024]); // after the end, too
    } finally {
      deaf.destroyForcibly();
    }
  }

  @Test
  void a_reader_who_never_reads_is_given_up_when_there_is_no_more_room() throws Exception {
    Process deaf = new ProcessBuilder("sleep", "60").start();
    try {
      Instant begin = Instant.now();
      NonBlockingStream stream = new NonBlockingStream(deaf.getOutputStream());
      for (int i = 0; i < 64; i++) {
        stream.write(new byte[MIB]);
      }
      stream.close();
      assertThat(since(begin)).isLessThan(Duration.ofSeconds(8));
    } finally {
      deaf.destroyForcibly();
    }
  }

  @Test
  void a_reader_who_is_gone_does_no_harm() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Instant begin = Instant.now();
    NonBlockingStream stream = new NonBlockingStream(gone.getOutputStream());
    for (int i = 0; i < 64; i++) {
      stream.write(new byte[MIB]);
    }
    stream.close();
    assertThat(since(begin)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void a_slow_reader_gets_everything_and_slows_nothing_down() {
    OutputStream slow = paced(60); // a write of 8 KiB is not read in time
    NonBlockingStream stream = new NonBlockingStream(slow);
    Instant begin = Instant.now();
    PrintStream lines = new PrintStream(stream, false, StandardCharsets.UTF_8);
    lines.print(lines(20_000));
    Duration writing = since(begin);
    stream.close();
    Duration reading = since(begin);
    assertThat(text()).isEqualTo(lines(20_000));
    assertThat(writing).isLessThan(reading.dividedBy(2));
  }

  @Test
  void a_reader_who_trickles_gets_everything() {
    NonBlockingStream stream =
        new NonBlockingStream(paced(700)); // 6 pages: longer than the stall limit
    PrintStream lines = new PrintStream(stream, false, StandardCharsets.UTF_8);
    lines.print(lines(2000));
    stream.close();
    assertThat(text()).isEqualTo(lines(2000)).hasSizeGreaterThan(5 * 4096);
  }

  @Test
  void a_reader_more_than_the_room_behind_gets_everything_too() throws Exception {
    NonBlockingStream stream = new NonBlockingStream(paced(1));
    byte[] line = "0123456789abcde\n".repeat(MIB / 16).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 12; i++) {
      stream.write(line);
    }
    stream.close();
    assertThat(text()).hasSize(12 * MIB).isEqualTo("0123456789abcde\n".repeat(12 * MIB / 16));
  }

  @Test
  void a_reader_who_stood_still_and_goes_on_gets_everything() throws Exception {
    CountDownLatch goesOn = new CountDownLatch(1);
    NonBlockingStream stream = new NonBlockingStream(after(goesOn));
    PrintStream lines = new PrintStream(stream, false, StandardCharsets.UTF_8);
    lines.print(lines(20_000));
    Thread.sleep(TimeUnit.NANOSECONDS.toMillis(NonBlockingStream.STALL_LIMIT) + 500);
    lines.print("and ");
    goesOn.countDown();
    lines.print("on\n");
    stream.close();
    assertThat(text()).isEqualTo(lines(20_000) + "and on\n");
  }

  private OutputStream paced(long millis) {
    return new FilterOutputStream(read) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
          Thread.sleep(millis);
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        out.write(bytes, offset, length);
      }
    };
  }

  private OutputStream after(CountDownLatch begin) {
    return new FilterOutputStream(read) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
          begin.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        out.write(bytes, offset, length);
      }
    };
  }

  private String text() {
    return read.toString(StandardCharsets.UTF_8);
  }

  private static String lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "line ä " + i + "\n")
        .collect(Collectors.joining());
  }

  private static Duration since(Instant begin) {
    return Duration.between(begin, Instant.now());
  }
}
