package kata.git;

/** The entry at a path of a commit: a regular file with its bytes, or something else. */
public final class Blob {
  private final boolean regular;
  private final byte[] content;

  Blob(boolean regular, byte[] content) {
    this.regular = regular;
    this.content = content.clone();
  }

  /** Returns whether this is a regular file, not a symbolic link, a folder or a submodule. */
  public boolean regular() {
    return regular;
  }

  /** Returns the bytes of a regular file; nothing for anything else. */
  public byte[] content() {
    return content.clone();
  }
}
