package kata.caddy.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import kata.home.HeldLock;
import kata.home.KataHome;
import kata.process.Progress;

/** A separate kata process that gives Caddy the routes of some apps, one after the other. */
final class RouteWriter {
  private RouteWriter() {}

  /**
   * Takes KATA_ROOT, Caddy's admin address, the port, the prefix of the app names, and their
   * number.
   */
  public static void main(String[] args) throws IOException {
    KataHome home = new KataHome(Path.of(args[0]));
    for (int i = 0; i < Integer.parseInt(args[4]); i++) {
      String name = args[3] + i;
      try (HeldLock held =
          HeldLock.take(home.caddyLock(), name, Duration.ofMinutes(1), Progress.silent())) {
        CaddyAdmin.at(args[1], home.routes(), servers -> Optional.empty())
            .apply(name, server(name, args[2]));
      }
    }
  }

  private static ObjectNode server(String name, String port) throws IOException {
    return (ObjectNode)
        new ObjectMapper()
            .readTree(
                """
                {"listen": [":%s"], "automatic_https": {"disable": true}, "routes": [
                  {"match": [{"host": ["%s.example"]}], "handle": [
                    {"handler": "static_response", "body": "%2$s"}]}]}
                """
                    .formatted(port, name));
  }
}
