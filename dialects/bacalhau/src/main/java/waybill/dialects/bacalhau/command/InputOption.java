package waybill.dialects.bacalhau.command;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import waybill.model.failure.FailureException;

/**
 * An input as it stands on a command line: {@code URI}, {@code URI:PATH} or {@code
 * src=URI,dst=PATH,opt=NAME=VALUE}.
 *
 * @param options of the source, like the region of a bucket
 */
record InputOption(String uri, String target, Map<String, String> options) {
  private static final String DEFAULT_TARGET = "/inputs";

  /**
   * Reads one.
   *
   * @throws FailureException when it cannot be understood
   */
  static InputOption parse(String written) {
    if (written.contains("src=") || written.contains("source=")) {
      return parts(written);
    }
    int scheme = written.indexOf("://");
    if (scheme <= 0) {
      throw wrong(written);
    }
    int colon = written.lastIndexOf(':');
    boolean hasTarget = colon > scheme && written.startsWith("/", colon + 1);
    return new InputOption(
        hasTarget ? written.substring(0, colon) : written,
        hasTarget ? written.substring(colon + 1) : DEFAULT_TARGET,
        Map.of());
  }

  private static InputOption parts(String written) {
    String uri = "";
    String target = DEFAULT_TARGET;
    Map<String, String> options = new LinkedHashMap<>();
    for (String part : written.split(",", -1)) {
      int equals = part.indexOf('=');
      String key = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      switch (key) {
        case "src", "source" -> uri = value;
        case "dst", "destination", "target" -> target = value;
        case "opt", "option" -> {
          int inner = value.indexOf('=');
          if (inner <= 0) {
            throw wrong(written);
          }
          options.put(value.substring(0, inner), value.substring(inner + 1));
        }
        default -> throw wrong(written); // nothing else is known
      }
    }
    if (uri.indexOf("://") <= 0) {
      throw wrong(written);
    }
    return new InputOption(uri, target, options);
  }

  private static FailureException wrong(String written) {
    return Verb.wrong(
        "`-i " + written + "` cannot be understood",
        "write `-i file:///path:/inputs`, or `-i src=s3://bucket/key,dst=/inputs`");
  }

  /** Writes it as a job has it. */
  void write(JsonGenerator json) {
    int end = uri.indexOf("://");
    String rest = uri.substring(end + "://".length());
    json.writeStartObject();
    json.writeObjectPropertyStart("Source");
    switch (uri.substring(0, end)) {
      case "file" -> source(json, "local", Map.of("SourcePath", rest));
      case "http", "https" -> source(json, "urlDownload", Map.of("URL", uri));
      case "ipfs" -> source(json, "ipfs", Map.of("CID", rest));
      case "s3" -> {
        int slash = rest.indexOf('/');
        Map<String, String> params = new LinkedHashMap<>();
        params.put("Bucket", slash < 0 ? rest : rest.substring(0, slash));
        params.put("Key", slash < 0 ? "" : rest.substring(slash + 1));
        source(json, "s3", params);
      }
      default -> throw wrong(uri); // a scheme that nothing is fetched by
    }
    json.writeEndObject();
    json.writeStringProperty("Target", target);
    json.writeEndObject();
  }

  private void source(JsonGenerator json, String type, Map<String, String> params) {
    json.writeStringProperty("Type", type);
    json.writeObjectPropertyStart("Params");
    params.forEach(json::writeStringProperty);
    options.forEach((name, value) -> json.writeStringProperty(capital(name), value));
    json.writeEndObject();
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
