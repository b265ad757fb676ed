package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./waybill} in a source tree whose Maven and JDK are scripts of ours: what it builds when,
 * and what it starts.
 */
class StartTest {

  @TempDir private Path folder;

  private Path tree;
  private Path tools;
  private Path jdk;

  @BeforeEach
  void layOutASourceTree() throws Exception {
    tree = Files.createDirectory(folder.resolve("tree"));
    tools = Files.createDirectory(folder.resolve("tools"));
    Path real = Workshop.SOURCE_TREE;
    end("cp -a waybill scripts bin pom.xml " + tree, real, Map.of("PATH", "/usr/bin:/bin"));
    Files.createDirectories(tree.resolve("app/src/main"));
    Files.writeString(tree.resolve("app/src/main/Source.java"), "");
    jdk = jdk("26.0.1", folder.resolve("jdk"));
    script(
        tools.resolve("mvn"),
        """
        echo built >>%1$s/builds
        mkdir -p app/target/lib sandbox/target/launcher
        touch app/target/lib/library.jar app/target/lib/sqlite-jdbc-1.jar app/target/app.jar sandbox/target/launcher/waybill-launcher
        """
            .formatted(folder));
    script(tools.resolve("cc"), "");
  }

  @Test
  void buildsBeforeTheFirstStartAndSaysSoInOneLine() throws Exception {
    Said said = start("a", "b c");

    assertThat(said.status()).isZero();
    assertThat(said.stdout()).endsWith(" waybill.app.Main a b c\n");
    assertThat(said.stderr().lines()).hasSize(1).first().asString().contains("building");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsNothingAndSaysNothingWhenNothingChanged() throws Exception {
    start();
    Said said = start("a");

    assertThat(said.stdout()).endsWith(" waybill.app.Main a\n");
    assertThat(said.stderr()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceWasReplacedByOneWithAnOlderDate() throws Exception {
    start();
    Path older = Files.writeString(folder.resolve("older"), "x");
    Files.setLastModifiedTime(older, FileTime.fromMillis(0));
    Files.move(
        older, tree.resolve("app/src/main/Source.java"), StandardCopyOption.REPLACE_EXISTING);
    start();

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void buildsAgainWhenASourceWasRemoved() throws Exception {
    start();
    Files.delete(tree.resolve("app/src/main/Source.java"));
    start();

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void buildsOnceForAllWhoStartAtTheSameTime() throws Exception {
    List<Process> starts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      starts.add(begin("./waybill x", tree, environment()));
    }
    for (Process start : starts) {
      assertThat(start.waitFor()).isZero();
    }

    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void answersByTheNameItIsCalled() throws Exception {
    assertThat(end("bin/maelstrom-run --one", tree, environment()).stdout())
        .endsWith(" waybill.app.Main maelstrom-run --one\n");
    assertThat(end("../tree/bin/waybill --one", tools, environment()).stdout())
        .endsWith(" waybill.app.Main --one\n");
  }

  /** The JVM opens files of its own, and the first of them would else be the standard input. */
  @Test
  void aStandardInputThatIsClosedIsAnEmptyOne() throws Exception {
    start();
    script(jdk.resolve("bin/java"), "read -r line; echo \"$?$line\"; readlink /proc/$$/fd/0");

    assertThat(end("./waybill <&-", tree, environment()).stdout()).isEqualTo("1\n/dev/null\n");
    assertThat(end("echo a | ./waybill", tree, environment()).stdout()).startsWith("0a\npipe:");
  }

  /** What is written to a file of the JVM's own, or to the agent, is not seen by anybody. */
  @Test
  void outputsThatAreClosedAreNoOtherFile() throws Exception {
    start();
    script(
        jdk.resolve("bin/java"),
        "out=$(readlink /proc/$$/fd/1) err=$(readlink /proc/$$/fd/2); echo $out $err >seen");

    var _ = end("./waybill >&- 2>&-", tree, environment());
    assertThat(tree.resolve("seen")).hasContent("/dev/null /dev/null\n");
    var _ = end("./waybill >/dev/full 2>/dev/zero", tree, environment());
    assertThat(tree.resolve("seen")).hasContent("/dev/full /dev/zero\n");
  }

  @Test
  void passesOverAJdkThatIsTooOld() throws Exception {
    Path old = jdk("17.0.15", folder.resolve("old"));
    Said said =
        end("./waybill", tree, Map.of("JAVA_HOME", old.toString(), "PATH", jdk + "/bin:" + path()));

    assertThat(said.status()).isZero();
    assertThat(said.stdout()).startsWith(jdk.toRealPath() + "/bin/java ");
  }

  @Test
  void takesAnotherJdkWhenJavaHomeChanges() throws Exception {
    start();
    Path other = jdk("27", folder.resolve("other"));
    Said said = end("./waybill", tree, Map.of("JAVA_HOME", other.toString(), "PATH", path()));

    assertThat(said.stdout()).startsWith(other + "/bin/java ");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void tellsAllThatIsMissingAtOnce() throws Exception {
    Files.delete(tools.resolve("mvn"));
    Files.delete(tools.resolve("cc"));
    Path basics = Files.createDirectory(folder.resolve("basics"));
    for (String name : List.of("sh", "find", "dirname", "mkdir", "flock", "cat", "readlink")) {
      script(basics.resolve(name), "exec /usr/bin/" + name + " \"$@\"");
    }
    Said said =
        end("./waybill", tree, Map.of("JAVA_HOME", jdk.toString(), "PATH", basics.toString()));

    assertThat(said.status()).isEqualTo(125);
    assertThat(said.stderr())
        .contains("no Maven", "apt-get install maven", "no C compiler", "apt-get install gcc");
  }

  @Test
  void showsTheErrorsOfABuildThatFailed() throws Exception {
    script(
        tools.resolve("mvn"),
        "echo '[WARNING] x'; echo '[ERROR] Source.java:[1,1] it is wrong'; exit 1");
    Said said = start();

    assertThat(said.status()).isEqualTo(125);
    assertThat(said.stdout()).isEmpty();
    assertThat(said.stderr()).contains("the build failed", ".waybill/build.log", "it is wrong");
    assertThat(start().status()).describedAs("it is tried again").isEqualTo(125);
  }

  @Test
  void keepsAJobsStreamsCleanWhateverTheJvmsVariablesSay() throws Exception {
    Said said =
        end(
            "./waybill",
            tree,
            Map.of(
                "JAVA_HOME",
                jdk.toString(),
                "PATH",
                path(),
                "JAVA_TOOL_OPTIONS",
                "-Dx",
                "LC_ALL",
                "C"));

    assertThat(said.stdout())
        .contains("-Dwaybill.lc_all=C ")
        .doesNotContain("JAVA_TOOL_OPTIONS is set");
  }

  /** What a command said and how it ended. */
  private record Said(String stdout, String stderr, int status) {}

  private Said start(String... arguments) throws Exception {
    return end("./waybill \"$@\"", tree, environment(), arguments);
  }

  private Map<String, String> environment() {
    return Map.of("JAVA_HOME", jdk.toString(), "PATH", path());
  }

  private String path() {
    return tools + ":/usr/bin:/bin";
  }

  private long builds() throws IOException {
    return Files.readAllLines(folder.resolve("builds")).size();
  }

  private static Path jdk(String version, Path home) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(
        home.resolve("bin/java"),
        "echo \"$0 $*\"; [ -z \"${JAVA_TOOL_OPTIONS-}\" ] || echo JAVA_TOOL_OPTIONS is set");
    script(home.resolve("bin/javac"), "");
    script(home.resolve("bin/jar"), "mkdir -p \"${3%/*}\" && : >\"$3\""); // jar xf ARCHIVE FILE
    return home;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Said end(String command, Path in, Map<String, String> environment, String... arguments)
      throws Exception {
    Path stdout = Files.createTempFile(folder, "said", "");
    Path stderr = Files.createTempFile(folder, "said", "");
    ProcessBuilder builder = shell(command, in, environment, arguments);
    int status =
        builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile()).start().waitFor();
    return new Said(Files.readString(stdout), Files.readString(stderr), status);
  }

  private Process begin(String command, Path in, Map<String, String> environment)
      throws IOException {
    return shell(command, in, environment)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private ProcessBuilder shell(
      String command, Path in, Map<String, String> environment, String... arguments) {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", command, "sh"));
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words).directory(in.toFile());
    builder.environment().clear();
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().putAll(environment);
    return builder;
  }
}
