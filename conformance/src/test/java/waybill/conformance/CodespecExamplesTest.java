package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples in {@code examples/tyger}, and the command lines of the guide that they are from.
 * The image of the video is made of this machine's {@code ffmpeg}; {@code busybox} is a real one.
 */
class CodespecExamplesTest {
  private static final Path EXAMPLES = Workshop.SOURCE_TREE.resolve("examples/tyger");
  private static final String SHELL_LINE = "    ";
  private static final String PROMPT = "$ ";

  @TempDir private static Path scratch;
  private static Users users = Users.NOBODY;

  @BeforeAll
  static void open() throws Exception {
    users = Users.open(scratch, TestImages::makeForCodespecs);
  }

  @AfterAll
  static void close() throws IOException {
    users.close();
  }

  /** TY-2, TY-3, TY-4, TY-6, TY-8, TY-9: one, one, two; as printed they are two. */
  @TestFactory
  Stream<DynamicTest> theStoryOfVersions() {
    return fresh(
        user -> {
          Path project = examples(user);
          prints(user, project, paragraphs("## Versions").getFirst(), "1\n1\n2\n");
          Files.writeString(
              project.resolve("printed.yml"),
              Files.readString(project.resolve("negating.yml"))
                  .replace("  - -i\n", "")
                  .replace("  - -f\n", "  - -f-\n"));
          String printed = "-i '$(INPUT_PIPE)' -vf negate -f- nut -y '$(OUTPUT_PIPE)'";
          String options = "--image quay.io/linuxserver.io/ffmpeg --input input --output output";
          String create = "tyger codespec create printed ";
          prints(user, project, create + options + " -- " + printed, "1\n");
          prints(user, project, create + "-f printed.yml", "2\n");
        });
  }

  /** TY-33, and TY-13, TY-24 to TY-32 as far as a file says them. */
  @TestFactory
  Stream<DynamicTest> everyPropertyComesBack() {
    return fresh(
        user -> {
          Path project = examples(user);
          prints(user, project, "tyger codespec create -f all-properties.yml", "1\n");
          String job = says(user, project, "tyger codespec show negatingcodespec");
          assertThat(squeezed(job))
              .contains(
                  "\"kind\":\"job\",\"name\":\"negatingcodespec\",\"version\":1,",
                  "\"buffers\":{\"inputs\":[\"input\"],\"outputs\":[\"output\"]}",
                  "\"image\":\"quay.io/linuxserver.io/ffmpeg\",\"command\":[\"ffmpeg\"]",
                  "\"args\":[\"-i\",\"$(INPUT_PIPE)\",\"-vf\",\"negate\",\"-f\",\"nut\",\"-y\",",
                  "\"workingDir\":\"/some/path\",\"env\":{\"MY_VAR\":\"myValue\"}",
                  "\"identity\":\"my-identity\"",
                  "\"requests\":{\"cpu\":\"1\",\"memory\":\"1G\"}",
                  "\"limits\":{\"cpu\":\"1\",\"memory\":\"1G\"},\"gpu\":\"1\",\"shm\":\"1Gi\"}",
                  "\"maxReplicas\":1");
          prints(user, project, "tyger codespec create -f all-properties-worker.yml", "1\n");
          assertThat(squeezed(says(user, project, "tyger codespec show negatingworker")))
              .contains("\"kind\":\"worker\"", "\"endpoints\":{\"myEndpoint\":8888}");
          Files.writeString(
              project.resolve("printed.yml"),
              Files.readString(project.resolve("all-properties.yml"))
                  + "endpoints:\n  myEndpoint: 8888\n");
          refuses(
              user,
              project,
              "tyger codespec create -f printed.yml",
              "job codespecs cannot have endpoints");
          refuses(
              user,
              project,
              "tyger codespec create -f all-properties-worker.yml --input input",
              "worker codespecs cannot have use buffers");
        });
  }

  /** TY-5, TY-34 to TY-39, TY-41, TY-42. */
  @TestFactory
  Stream<DynamicTest> everyCommandLineOfTheGuideWorks() {
    return fresh(
        user -> {
          Path project = examples(user);
          String job =
              """
              tyger codespec create job --image IMAGE --kind job --max-replicas 2 \\
                --input a --input b --output c --output d --env A=1 --env 'B=$(A),2' --identity ID \\
                --gpu 1 --cpu-request 500m --memory-request 1G --cpu-limit 1 --memory-limit 2Gi \\
                --command -- sh -c 'echo $B'
              """;
          String worker = "tyger codespec create worker --image I --kind worker --endpoint a=80\n";
          prints(user, project, job + worker, "1\n1\n");
          assertThat(squeezed(says(user, project, "tyger codespec show job -v 1")))
              .contains(
                  "\"buffers\":{\"inputs\":[\"a\",\"b\"],\"outputs\":[\"c\",\"d\"]}",
                  "\"command\":[\"sh\",\"-c\",\"echo$B\"]",
                  "\"env\":{\"A\":\"1\",\"B\":\"$(A),2\"},\"identity\":\"ID\"",
                  "\"requests\":{\"cpu\":\"500m\",\"memory\":\"1G\"}",
                  "\"limits\":{\"cpu\":\"1\",\"memory\":\"2Gi\"},\"gpu\":\"1\"",
                  "\"maxReplicas\":2")
              .doesNotContain("args");
          prints(
              user,
              project,
              "tyger codespec create -f negating.yml other --image host: >/dev/null\n"
                  + "tyger codespec show other --version 1 | grep -o 'host:'",
              "host:\n");
          prints(
              user,
              project,
              "tyger codespec list --prefix wor --limit 2 | grep -o '\"name\": \"[a-z]*\"'\n"
                  + "tyger codespec list --limit 1 | grep -c '\"name\"'",
              "\"name\": \"worker\"\n1\n");
          refuses(
              user,
              project,
              "tyger codespec show job -v 7",
              "NotFound: The resource was not found");
          refuses(
              user,
              project,
              "tyger codespec create --image I",
              "if -f|--file is not provided, a name for the codespec is required");
        });
  }

  /** TY-1, TY-44, TY-46: by buffers and by streams, and each picture is looked at. */
  @TestFactory
  Stream<DynamicTest> theVideoIsNegated() {
    return users.each(
        user -> {
          Path project = examples(user);
          List<String> ways = new ArrayList<>(paragraphs("## A video"));
          ways.add("tyger run exec -f named-run.yml <in.nut >out.nut");
          ways.add("tyger run exec -c negatingcodespec -b input=_ -b output=_ <in.nut >out.nut");
          for (String way : ways) {
            says(user, project, way);
            Video.assertNegated(project.resolve("in.nut"), project.resolve("out.nut"));
            Files.delete(project.resolve("out.nut"));
          }
        });
  }

  /** TY-21, TY-24: what the file asks for is not here, and it is said what. */
  @TestFactory
  Stream<DynamicTest> everyPropertyIsMeant() {
    return users.each(
        user -> {
          Path project = examples(user);
          Files.writeString(
              project.resolve("no-gpu.yml"),
              Files.readString(project.resolve("all-properties.yml"))
                  .replaceAll("(?m)^  (limits|requests|gpu):.*\\n(    .*\\n)*", ""));
          String run = "tyger run exec -f no-gpu.yml </dev/null";
          refuses(user, project, run, "Identity 'my-identity' is not supported.");
          Path settings = user.folders().resolve("config/tyger.yaml");
          Files.writeString(settings, "compute: {identities: {other: {}}}");
          refuses(user, project, run, "'my-identity'. Valid options are: 'other'.");
          Files.writeString(settings, "compute: {identities: {my-identity: {env: {A: b}}}}");
          refuses(user, project, run, "workingDir '/some/path' does not exist");
        });
  }

  @TestFactory
  Stream<DynamicTest> aRunThatNeedsOnlyASmallImage() {
    return users.each(
        user -> {
          Path project = examples(user);
          prints(user, project, "echo hello | waybill run upper.yml", "HELLO\n");
        });
  }

  @TestFactory
  Stream<DynamicTest> thePageOfTheProjectWorks() throws IOException {
    StringBuilder lines = new StringBuilder();
    StringBuilder printed = new StringBuilder();
    Path page = Workshop.SOURCE_TREE.resolve("README.md");
    for (String paragraph : paragraphs(page, "## Codespecs, buffers and runs")) {
      for (String line : paragraph.lines().toList()) {
        boolean command = line.startsWith(PROMPT);
        (command ? lines : printed)
            .append(command ? line.substring(PROMPT.length()) : line)
            .append('\n');
      }
    }
    assertThat(lines).contains("tyger ");
    return users.each(
        user -> prints(user, user.project(Map.of()), lines.toString(), printed.toString()));
  }

  /**
   * Somebody for whom nothing is kept yet; what is kept is the same for whoever has the product.
   */
  private static Stream<DynamicTest> fresh(Users.Promise promise) {
    return users.all().stream()
        .skip(users.all().size() - 1L)
        .map(
            user ->
                dynamicTest(
                    user.product().name(),
                    () -> {
                      try (OpUser other =
                          OpUser.of(user.product(), users.workshop(), users.images())) {
                        promise.hold(other);
                      }
                    }));
  }

  private static Path examples(OpUser user) throws IOException {
    Map<String, String> files = new HashMap<>();
    try (Stream<Path> all = Files.list(EXAMPLES)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return user.project(files);
  }

  private static List<String> paragraphs(String heading) throws IOException {
    return paragraphs(EXAMPLES.resolve("README.md"), heading);
  }

  /** The indented ones of a section. */
  private static List<String> paragraphs(Path page, String heading) throws IOException {
    List<String> paragraphs = new ArrayList<>();
    boolean inside = false;
    StringBuilder paragraph = new StringBuilder();
    for (String line : (Files.readString(page) + "\n## end").lines().toList()) {
      if (inside && line.startsWith(SHELL_LINE)) {
        paragraph.append(line.substring(SHELL_LINE.length())).append('\n');
      } else if (!paragraph.isEmpty()) {
        paragraphs.add(paragraph.toString());
        paragraph.setLength(0);
      }
      inside = line.startsWith("## ") ? line.equals(heading) : inside;
    }
    assertThat(paragraphs).describedAs(heading).isNotEmpty();
    return paragraphs;
  }

  private static String says(OpUser user, Path project, String lines)
      throws IOException, InterruptedException {
    Ending ending = user.shell(project, lines);
    assertThat(ending.how()).describedAs("%s\n%s", lines, ending.stderr()).isEqualTo("exit 0");
    return ending.stdout();
  }

  private static void prints(OpUser user, Path project, String lines, String printed)
      throws IOException, InterruptedException {
    assertThat(says(user, project, lines)).describedAs(lines).isEqualTo(printed);
  }

  private static void refuses(OpUser user, Path project, String line, String reason)
      throws IOException, InterruptedException {
    Ending ending = user.shell(project, line);
    assertThat(ending.how()).describedAs(line).isEqualTo("exit 1");
    assertThat(ending.stderr()).describedAs(line).contains(reason);
  }

  private static String squeezed(String json) {
    return json.replaceAll("\\s", "");
  }
}
