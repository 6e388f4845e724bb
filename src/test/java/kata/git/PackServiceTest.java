package kata.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import kata.git.hook.PushHooks;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.OsExec;
import kata.process.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackServiceTest {
  private final List<Invocation> ran = new ArrayList<>();
  private final List<OutputStream> streams = new ArrayList<>();

  private final Exec exec =
      new Exec() {
        @Override
        public Result run(Invocation invocation) {
          throw new AssertionError("only passthrough is expected");
        }

        @Override
        public Result stream(Invocation invocation, Consumer<String> line) {
          throw new AssertionError("only passthrough is expected");
        }

        @Override
        public int passthrough(Invocation invocation) {
          ran.add(invocation);
          return 128;
        }

        @Override
        public int passthrough(Invocation invocation, OutputStream out) {
          streams.add(out);
          return passthrough(invocation);
        }
      };

  @Test
  void the_status_of_git_comes_back() { // fault 12
    PackService service = new PackService(exec, Optional.of("version=2"));
    OutputStream client = new ByteArrayOutputStream();
    String folder;
    PushHooks.Answer none = (call, story) -> 0;
    try (PushHooks hooks = PushHooks.listen(new OsExec(System.getenv()), 70, none, none)) {
      folder = hooks.path().toString();
      assertThat(service.receive(Path.of("/r/blog"), hooks, client)).isEqualTo(128);
    }
    assertThat(streams).containsExactly(client); // not the client itself
    assertThat(service.upload(Path.of("/r/blog"))).isEqualTo(128);
    assertThat(ran.get(0).argv()).containsExactly("git", "receive-pack", "/r/blog");
    assertThat(ran.get(0).env())
        .containsEntry("KATA_PUSH", folder)
        .containsEntry("KATA_PROCESS", "") // nothing ends it as a child of a killed kata
        .containsEntry("GIT_PROTOCOL", "version=2")
        .containsEntry("GIT_CONFIG_KEY_0", "protocol.ext.allow");
    assertThat(ran.get(1).argv()).containsExactly("git", "upload-pack", "--strict", "/r/blog");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "version=3", "version=2;id", "version=2\n", "version=1:x"})
  void an_odd_protocol_is_dropped(String protocol) {
    new PackService(exec, Optional.of(protocol)).upload(Path.of("/r/blog"));
    assertThat(ran.get(0).env()).doesNotContainKey("GIT_PROTOCOL");
  }
}
