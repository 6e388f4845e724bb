package kata.docker.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kata.error.EngineFailed;
import kata.error.KataException;
import kata.http.HttpClient;

/**
 * Reads the output of containers through docker-java, which decodes Docker's frames. docker-java
 * takes half a second to load: nothing else uses it, and it loads in the background.
 */
final class DockerStreams {
  private final DockerApi api;
  private final CompletableFuture<DockerClient> client;

  /** Starts loading docker-java; the first stream waits for that. */
  DockerStreams(DockerApi api, Duration silence) {
    this.api = api;
    HttpClient http = api.http();
    client = CompletableFuture.supplyAsync(() -> client(http, silence));
  }

  /**
   * Passes on the lines of a container as they come, and returns whether it exited within the
   * limit.
   */
  boolean follow(String what, String containerId, Duration limit, Consumer<String> line) {
    return read(what, containerId, limit, new Lines(line), log -> log.withFollowStream(true));
  }

  /** Returns the last lines a container wrote, on both its streams. */
  List<String> lastLines(String containerId, int count, Duration limit) {
    List<String> all = new ArrayList<>();
    Lines lines = new Lines(all::add);
    read("read a container's log", containerId, limit, lines, log -> log.withTail(count));
    synchronized (lines) {
      return List.copyOf(all);
    }
  }

  private boolean read(
      String what, String id, Duration limit, Lines lines, Consumer<LogContainerCmd> options) {
    try (LogContainerCmd log = client.join().logContainerCmd(id)) {
      options.accept(log.withStdOut(true).withStdErr(true));
      return log.exec(lines).awaitCompletion(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw KataException.interrupted(e);
    } catch (KataException e) {
      throw e; // from the consumer of the lines
    } catch (RuntimeException e) {
      throw failure(what, e);
    }
  }

  private KataException failure(String what, RuntimeException whole) {
    Throwable cause = whole;
    while (cause.getCause() != null && !(cause instanceof IOException)) {
      cause = cause.getCause();
    }
    if (cause instanceof IOException) {
      return api.unreachable(cause, whole);
    }
    String reason = String.valueOf(cause.getMessage()).strip();
    return new EngineFailed("docker could not %s: %s".formatted(what, reason), "", whole);
  }

  private static DockerClient client(HttpClient http, Duration silence) {
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerTlsVerify(false)
            .withDockerHost(
                "unix:///var/run/docker.sock") // ignored: SocketTransport connects to the real host
            .build();
    return DockerClientImpl.getInstance(config, new SocketTransport(http, silence));
  }

  /** Assembles lines from frames: a frame may end in the middle of a character. */
  private static final class Lines extends ResultCallback.Adapter<Frame> {
    private final Consumer<String> consumer;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();

    Lines(Consumer<String> consumer) {
      this.consumer = consumer;
    }

    @Override
    public synchronized void onNext(Frame frame) {
      for (byte one : frame.getPayload()) {
        if (one == '\n') {
          emit();
        } else {
          part.write(one);
        }
      }
    }

    @Override
    public void onComplete() {
      synchronized (this) {
        if (part.size() > 0) {
          emit();
        }
      }
      super.onComplete();
    }

    private void emit() {
      String line = part.toString(StandardCharsets.UTF_8);
      part.reset();
      consumer.accept(line.stripTrailing());
    }
  }
}
