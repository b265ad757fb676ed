package waybill.dialects.tyger.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** What a client asks before it asks for anything else. */
final class MetadataRoutes {
  private static final String DOCUMENT = "openapi.json";

  List<Route> routes() {
    return List.of(
        Route.neutral("/metadata", MetadataRoutes::metadata),
        Route.neutral("/healthcheck", call -> call.exchange().respond(200, Map.of(), new byte[0])),
        Route.neutral("/swagger/v1.0/swagger.json", call -> document(call, "application/json")),
        // JSON is YAML
        Route.neutral("/swagger/v1.0/swagger.yaml", call -> document(call, "application/yaml")));
  }

  private static void metadata(Call call) throws IOException {
    call.json(
        200,
        """
        {"capabilities":["EphemeralBuffers","LocalBuffers","Gpu"],"apiVersions":["%s"]}"""
            .formatted(TygerApi.VERSION));
  }

  private static void document(Call call, String type) throws IOException {
    try (InputStream document = MetadataRoutes.class.getResourceAsStream(DOCUMENT)) {
      if (document == null) {
        throw new IOException("the program lacks " + DOCUMENT);
      }
      call.exchange().respond(200, Map.of("Content-Type", type), document.readAllBytes());
    }
  }
}
