package waybill.images.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import waybill.images.layer.LayerBuilder;
import waybill.images.layer.LayerSource;
import waybill.images.layer.PrefixOptions;

/** A project whose layer takes every kind of step. */
final class SmallProject {
  static final LayerSource SOURCE = new LayerSource.Glob("**", PrefixOptions.NONE);

  private SmallProject() {}

  static void create(Path project) throws IOException {
    Files.createDirectories(project.resolve("bin/deep"));
    Files.writeString(project.resolve("bin/tool"), "tool");
    Files.writeString(project.resolve("bin/deep/data"), "data");
    Files.writeString(project.resolve("empty"), "");
    Files.createSymbolicLink(project.resolve("link"), Path.of("bin/tool"));
  }

  static String build(LayerStore store, Path project) {
    return new LayerBuilder(store, project).build(SOURCE).digest();
  }

  /** What the layer holds, without modes. */
  static List<String> contents(Path tree) {
    return Trees.list(tree).stream().map(line -> line.replaceFirst(" [0-7]{3,4}", "")).toList();
  }

  static final List<String> CONTENTS =
      List.of(
          "bin/", "bin/deep/", "bin/deep/data data", "bin/tool tool", "empty", "link -> bin/tool");
}
