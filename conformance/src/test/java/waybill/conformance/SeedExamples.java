package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/**
 * The examples of the language's page, which lie in {@code examples/maelstrom}, and what the page
 * says they print. Where the machine of its author shows through, what must be there of it.
 */
final class SeedExamples {
  private SeedExamples() {}

  /**
   * One example.
   *
   * @param file in the folder of examples
   * @param environment of the caller
   * @param check of what it printed
   */
  record Example(String file, Map<String, String> environment, Check check) {
    List<String> arguments() {
      return file.equals("mounts") ? List.of("maelstrom-run") : List.of("maelstrom-run", "--one");
    }
  }

  /** What must hold at the end. */
  interface Check {
    void hold(Ending ending);
  }

  private static final Map<String, String> BAR = Map.of("BAR", "bar");

  static final List<Example> ALL =
      List.of(
          new Example("environment-implicit", BAR, prints("BAR=bar\nFOO=foo\n")),
          new Example(
              "environment-implicit-with-image",
              Map.of(),
              fails(
                  "Error: field `environment` must provide `extend` flags if `image` with a `use`"
                      + " of `environment` is also set at line 11 column 1\n")),
          new Example(
              "environment-explicit",
              BAR,
              prints(
                  """
                  BAR=bar
                  FOO=foo
                  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
                  """)),
          new Example("layers", Map.of(), prints("busybox\nls\n")),
          new Example("added-layers", Map.of(), prints("bar\nbaz\n")),
          new Example("mounts", Map.of(), SeedExamples::mounts),
          new Example("bind", Map.of(), prints("")),
          new Example("working-directory", Map.of(), prints("/\n")),
          new Example("working-directory-root", Map.of(), prints("/root\n")),
          // The page's author was in a group more, which shows as 65534(nogroup) after these.
          new Example("user", Map.of(), prints("uid=0(root) gid=0(root) groups=0(root)\n")),
          new Example("user-1234", Map.of(), prints("uid=1234 gid=0(root) groups=0(root)\n")),
          new Example("group", Map.of(), prints("uid=0(root) gid=0(root) groups=0(root)\n")),
          new Example("group-4321", Map.of(), prints("uid=0(root) gid=4321 groups=4321\n")),
          new Example("timeout", Map.of(), fails("timed out\n")));

  private static Check prints(String stdout) {
    return ending -> assertThat(ending).isEqualTo(new Ending(stdout, "", "exit 0"));
  }

  private static Check fails(String stderr) {
    return ending -> assertThat(ending).isEqualTo(new Ending("", stderr, "exit 1"));
  }

  /** Its device lines tell of the machine, and the root is an overlay here. */
  private static void mounts(Ending ending) {
    assertThat(ending.how()).isEqualTo("exit 0");
    List<String> lines = ending.stdout().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).contains(" on / type overlay (ro,nosuid,nodev,relatime,");
    assertThat(lines.get(0)).doesNotContain("layers");
    assertThat(lines.get(1)).isEqualTo("none on /proc type proc (rw,relatime)");
    assertThat(lines.get(2)).startsWith("none on /tmp type tmpfs (rw,relatime");
    assertThat(lines.get(3)).contains(" on /dev/null type ", "(rw,nosuid,");
    assertThat(lines.get(4)).contains(" on /dev/zero type ", "(rw,nosuid,");
  }
}
