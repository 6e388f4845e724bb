package kata.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import kata.process.Exec;
import kata.process.Invocation;
import kata.process.Result;

/** Starts nothing: remembers what it was to run, and answers what was said before, else nothing. */
public final class ScriptedExec implements Exec {
  private final List<Invocation> ran = new ArrayList<>();
  private final Map<String, Result> answers = new LinkedHashMap<>();
  private final Set<String> once = new HashSet<>();

  /** Prints this for command lines that contain some words. */
  public ScriptedExec prints(String words, String text) {
    answers.put(words, new Result(0, text.getBytes(UTF_8), ""));
    return this;
  }

  /** Fails with these last words for command lines that contain some words. */
  public ScriptedExec fails(String words, String error) {
    answers.put(words, new Result(1, new byte[0], "some more\n" + error + "\n"));
    return this;
  }

  /** Fails with these last words for the first command line that contains some words. */
  public ScriptedExec failsOnce(String words, String error) {
    once.add(words);
    return fails(words, error);
  }

  /** Returns what was run, in order. */
  public List<Invocation> ran() {
    return List.copyOf(ran);
  }

  /** Returns the command lines that were run, in order. */
  public List<String> lines() {
    return ran.stream().map(Invocation::commandLine).toList();
  }

  @Override
  public Result run(Invocation invocation) {
    ran.add(invocation);
    return answers.entrySet().stream()
        .filter(answer -> invocation.commandLine().contains(answer.getKey()))
        .findFirst()
        .map(this::answer)
        .orElse(new Result(0, new byte[0], ""));
  }

  private Result answer(Map.Entry<String, Result> answer) {
    Result result = answer.getValue();
    if (once.remove(answer.getKey())) {
      answers.remove(answer.getKey());
    }
    return result;
  }

  @Override
  public Result stream(Invocation invocation, Consumer<String> line) {
    Result result = run(invocation);
    result.text().lines().forEach(line);
    result.errors().lines().forEach(line);
    return result;
  }

  @Override
  public int passthrough(Invocation invocation) {
    return run(invocation).status();
  }

  @Override
  public int passthrough(Invocation invocation, OutputStream out) {
    return run(invocation).status();
  }
}
