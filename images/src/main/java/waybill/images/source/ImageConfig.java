package waybill.images.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.images.reference.RegistryReference;

/**
 * What an image says about the programs that run in it.
 *
 * @param diffIds digests of the layers' archives without compression, lowest layer first
 * @param environment {@code NAME=value}, as written
 */
public record ImageConfig(
    List<String> diffIds,
    List<String> environment,
    Optional<String> workingDirectory,
    List<String> entrypoint,
    List<String> command,
    Optional<String> user) {
  public ImageConfig {
    diffIds = List.copyOf(diffIds);
    environment = List.copyOf(environment);
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
  }

  /** What the bytes say, which must be of as many layers as the manifest has. */
  public static ImageConfig read(byte[] bytes, int layers) throws MalformedException {
    JsonNode root = JsonNode.read(bytes);
    Optional<JsonNode> rootfs = root.member("rootfs");
    if (rootfs.isEmpty()) {
      throw new MalformedException("is not that of a container image: it has no `rootfs`");
    }
    List<String> diffIds = rootfs.get().texts("diff_ids");
    for (String diffId : diffIds) {
      if (!RegistryReference.isDigest(diffId)) {
        throw new MalformedException("names a layer by `" + shortened(diffId) + "`");
      }
    }
    if (diffIds.size() != layers) {
      throw new MalformedException(
          "names " + diffIds.size() + " layers where the manifest has " + layers);
    }
    Optional<JsonNode> config = root.member("config");
    if (config.isEmpty()) {
      return new ImageConfig(
          diffIds, List.of(), Optional.empty(), List.of(), List.of(), Optional.empty());
    }
    JsonNode node = config.get();
    return new ImageConfig(
        diffIds,
        usable(node, "Env"),
        node.text("WorkingDir"),
        usable(node, "Entrypoint"),
        usable(node, "Cmd"),
        node.text("User"));
  }

  /** Strings that a program can be given: a NUL would end them. */
  private static List<String> usable(JsonNode node, String key) throws MalformedException {
    List<String> texts = new ArrayList<>();
    for (String text : node.texts(key)) {
      if (text.indexOf('\0') >= 0) {
        throw new MalformedException("has a NUL in `" + key + "`");
      }
      texts.add(text);
    }
    return texts;
  }

  private static String shortened(String text) {
    final int enough = 80;
    return text.length() <= enough ? text : text.substring(0, enough) + "…";
  }
}
