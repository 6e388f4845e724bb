package kata.app;

/** The user kata runs as, by number: apps run as this user too. */
public record Owner(int uid, int gid) {
  /** Returns {@code uid:gid}. */
  public String displayName() {
    return uid + ":" + gid;
  }
}
