package kata.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.IFactory;

/** Creates the lists of {@link Words}; picocli's own factory looks for Groovy in the whole jar. */
public final class ListFactory implements IFactory {
  /** The factory, which has no state. */
  public static final IFactory INSTANCE = new ListFactory();

  private ListFactory() {}

  @Override
  public <K> K create(Class<K> type) {
    if (type == List.class) {
      return type.cast(new ArrayList<>());
    }
    throw new IllegalStateException("picocli creates no " + type.getName() + " here");
  }
}
