package kata.caddy.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The ids in the routes of an app. */
final class RouteIds {
  private RouteIds() {}

  /**
   * Removes ids: they must be unique in Caddy's configuration, and an app's routes may now appear
   * twice.
   */
  static void remove(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("@id");
    }
    node.forEach(RouteIds::remove);
  }
}
