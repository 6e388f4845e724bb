package kata.release;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.home.AtomicFile;
import kata.json.Json;
import kata.text.Reason;

/**
 * A change of what runs, recorded before it begins and deleted when it is complete. If kata is
 * killed during the change, the next command reads the journal, and undoes or completes the change.
 *
 * @param state how far the change is
 * @param from the number of the release that ran before; nothing when there was none
 * @param to the number of the release that is to run; the same when it is started again
 * @param carried the files the app wrote into its code that go on to the new release
 */
public record Journal(State state, Optional<Integer> from, int to, List<String> carried) {

  public Journal {
    carried = List.copyOf(carried);
  }

  /** How far a change is. */
  public enum State {
    /** Containers and route are on their way to the new release: undone when interrupted. */
    STARTING,
    /** The new release serves and is only to be recorded: finished when interrupted. */
    RECORDING
  }

  public boolean records() {
    return state == State.RECORDING;
  }

  public Journal recording() {
    return new Journal(State.RECORDING, from, to, carried);
  }

  /** Returns what an interrupted change left. */
  public static Optional<Journal> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode node = Json.read(Files.readString(file));
      List<String> carried = new ArrayList<>();
      node.path("carried").forEach(path -> carried.add(path.asText()));
      return Optional.of(
          new Journal(
              State.valueOf(node.path("state").asText()),
              node.has("from") ? Optional.of(node.path("from").asInt()) : Optional.empty(),
              node.path("to").asInt(),
              carried));
    } catch (JacksonException | IllegalArgumentException e) {
      throw unreadable(file, "it is damaged", e);
    } catch (IOException e) {
      throw unreadable(file, Reason.of(e), e);
    }
  }

  public void write(Path file) {
    ObjectNode node = Json.object();
    node.put("state", state.name());
    from.ifPresent(number -> node.put("from", number));
    node.put("to", to);
    node.set("carried", Json.array(carried));
    AtomicFile.write(file, Json.pretty(node) + "\n", "rw-------");
  }

  public static void delete(Path file) {
    AtomicFile.delete(file);
  }

  private static KataException unreadable(Path file, String why, Exception cause) {
    return new OperationFailed(
        "cannot read %s: %s".formatted(file, why), "delete it, then deploy again", cause);
  }
}
