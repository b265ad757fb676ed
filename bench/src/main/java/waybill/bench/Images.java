package waybill.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import waybill.testing.LocalRegistry;

/**
 * Images on their way into an empty store, the whole command, beside tar, and skopeo and tar, which
 * keep and verify less. Our layers are durable at the end; how long tar's take to be so is told,
 * too.
 */
final class Images {
  private static final int PAIRS = 7;

  private final Path launcher;
  private final Path work;
  private final Path script;
  private final Probe probe;
  private final String waybill;
  private int folders;

  Images(Path product, Path parent, Probe probe) throws IOException {
    this.launcher = product.resolve("bin/waybill-launcher");
    this.waybill = product.resolve("bin/waybill").toString();
    this.work = Files.createDirectories(parent.resolve("images"));
    this.script = work.resolve("floor.sh");
    this.probe = probe;
  }

  private record Kind(String program, String suffix) {}

  void measure() throws IOException, InterruptedException {
    var images = new TestImages(launcher, work);
    Path archive = images.usr();
    for (Kind kind : List.of(new Kind("gzip", ".gz"), new Kind("zstd", ".zst"))) {
      if (!installed(kind.program())) {
        continue;
      }
      TestImages.Layout image = images.compressed(archive, kind.program(), kind.suffix());
      unpacking(kind, image);
      if (installed("docker-registry") && installed("skopeo")) {
        pulling(kind, image);
      }
    }
  }

  private static boolean installed(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    Report.note("rows about images that need " + program + " are left out: it is not installed");
    return false;
  }

  private void unpacking(Kind kind, TestImages.Layout image)
      throws IOException, InterruptedException {
    String tar = "tar --" + kind.program() + " -xpf " + image.blob() + " -C $1";
    pairs(
        "GNU tar ÷ `waybill image pull oci:` of a " + kind.program() + " layer",
        tar,
        "oci:" + image.folder() + ":t");
  }

  private void pulling(Kind kind, TestImages.Layout image)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(work.resolve("registry-" + kind.program()));
    try (LocalRegistry registry = LocalRegistry.start(folder)) {
      registry.push("oci:" + image.folder() + ":t", "bench:t");
      Files.createDirectories(work.resolve("config"));
      Files.writeString(
          work.resolve("config/registries.yaml"),
          "\"" + registry.host() + "\":\n  plain-http: true\n");
      String copy =
          "skopeo --insecure-policy copy --quiet --src-tls-verify=false docker://"
              + registry.host()
              + "/bench:t dir:$1/image && tar --"
              + kind.program()
              + " -xpf $1/image/"
              + image.blob().getFileName()
              + " -C $1";
      pairs(
          "skopeo and GNU tar ÷ `waybill image pull` of a " + kind.program() + " layer",
          copy,
          registry.host() + "/bench:t");
    }
  }

  /**
   * Next to each other in time; the median of the ratios is quoted. Trees stay until the end: a
   * file system that just freed thousands of inodes is slow in making new ones.
   */
  private void pairs(String title, String floor, String image)
      throws IOException, InterruptedException {
    Files.writeString(script, floor + "\n[ $2 = written ] || exit 0\nsync -f $1\n");
    var rates = new ArrayList<Double>();
    var durable = new ArrayList<Double>();
    for (int pair = -1; pair < PAIRS; pair++) {
      double plain = floor("kept");
      double own =
          settled(
              "env WAYBILL_CONFIG_DIR=%s WAYBILL_CACHE_DIR=%s %s image pull %s"
                  .formatted(work.resolve("config"), fresh(), waybill, image));
      double written = floor("written");
      if (pair >= 0) {
        rates.add(plain / own);
        durable.add(written / own);
      }
    }
    Report.table(title, "min", "median", "max");
    row("as it is", rates);
    row("with a sync after tar", durable);
    TestImages.run("rm", "-rf", work.resolve("trees").toString());
  }

  private static void row(String name, List<Double> ratios) {
    Collections.sort(ratios);
    Report.row(
        name,
        Report.ratio(ratios.getFirst()),
        "**" + Report.ratio(ratios.get(PAIRS / 2)) + "**",
        Report.ratio(ratios.getLast()));
  }

  private double floor(String until) throws IOException {
    return settled("sh -e " + script + " " + fresh() + " " + until);
  }

  /** With nothing of what was before still on its way to the disk. */
  private double settled(String command) throws IOException {
    probe.ask("spawn sync");
    return probe.ask("spawn " + command);
  }

  private Path fresh() throws IOException {
    return Files.createDirectories(work.resolve("trees/" + folders++));
  }
}
