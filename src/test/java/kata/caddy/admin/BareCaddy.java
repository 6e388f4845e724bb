package kata.caddy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kata.testing.Child;

/**
 * A program of CaddyAdminIT: a Caddy without any configuration takes port 2019, which a Caddy of
 * this machine may have. So this runs in a network of its own, which needs root.
 */
final class BareCaddy {
  private BareCaddy() {}

  /** Runs this in a network that has nothing but a loopback of its own. */
  static Child run(Path dir) {
    return Child.run(
        dir,
        Map.of("LC_ALL", "C.UTF-8"),
        List.of(
            "unshare",
            "--net",
            "sh",
            "-c",
            "ip link set lo up && exec \"$@\"",
            "sh",
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Dkata.caddy=" + CaddyProcess.PROGRAM,
            "-cp",
            System.getProperty("java.class.path"),
            BareCaddy.class.getName(),
            dir.toString()));
  }

  /** Changes a Caddy that has no configuration, and visits what it serves then. */
  public static void main(String[] args) throws IOException, InterruptedException {
    // Without configuration Caddy 2.6 knows only this address.
    try (CaddyProcess caddy = new CaddyProcess(Path.of(args[0]), "localhost:2019", "")) {
      assertThat(caddy.call("GET", "/config/", "")).isEqualTo("null\n");
      CaddyAdmin admin = caddy.admin();
      int port = CaddyProcess.freePort();
      ObjectNode server =
          (ObjectNode)
              new ObjectMapper()
                  .readTree(
                      """
                      {"listen": [":%d"], "routes": [{"handle": [
                        {"handler": "static_response", "body": "hello"}]}]}
                      """
                          .formatted(port));
      admin.remove("blog");
      admin.check("blog", server, false);
      assertThat(admin.apply("blog", server)).isTrue();
      assertThat(CaddyProcess.visit(port, "/")).isEqualTo("hello");
    }
  }
}
