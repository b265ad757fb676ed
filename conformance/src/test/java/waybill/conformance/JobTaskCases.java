package waybill.conformance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static waybill.conformance.JobDesk.firstError;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.conformance.JobCasesTest.Promise;
import waybill.testing.Gathered;

/** What holds for the cases about what a task is, sees and may have. */
final class JobTaskCases {
  private static final Optional<List<String>> NONE = Optional.empty();
  private static final Optional<List<String>> LS = Optional.of(List.of("ls"));
  private static final Optional<List<String>> VAR = Optional.of(List.of("var"));

  static final Map<String, Promise> PROMISES =
      Map.ofEntries(
          entry("J17", (desk, job) -> lowerCase(desk)),
          entry("T20", (desk, job) -> refused(desk, job, "is not in allowed patterns")),
          // BA-58
          entry("R08", JobTaskCases::tooManyProcessors),
          // BA-55
          entry("R10", JobTaskCases::tooMuchMemory),
          // BA-83
          entry("R12", JobTaskCases::oneAfterTheOther),
          // BA-8
          entry("N01", (desk, job) -> network(desk, job, false)),
          entry("N02", (desk, job) -> network(desk, job, false)),
          entry("N03", (desk, job) -> network(desk, job, true)),
          // BA-98
          entry("N13", JobTaskCases::loopback),
          // BA-36, BA-41
          entry("D01", JobTaskCases::entrypoints),
          entry("D05", (desk, job) -> prints(desk, job.script("echo $A $B"), "1 x=y\n")),
          // BA-38
          entry("D06", (desk, job) -> prints(desk, job.script("echo X=$X"), "X=engine\n")),
          // BA-29
          entry("D07", JobTaskCases::exitCode),
          entry("D09", JobTaskCases::noProgram),
          entry("D11", JobTaskCases::systemEnvironment),
          // BA-27
          entry(
              "D12",
              (desk, job) ->
                  prints(
                      desk, job, "Partition=0 of 3\n", "Partition=1 of 3\n", "Partition=2 of 3\n")),
          // BA-72
          entry(
              "S01",
              (desk, job) -> prints(desk, job, "#!/bin/bash\necho \"Special chars: $PATH\"")),
          entry(
              "X01",
              (desk, job) ->
                  prints(
                      desk,
                      sensors(desk, job, "grep_file.txt").script("grep kiwi /data/file.txt"),
                      "kiwi is delicious\n")),
          entry(
              "X02",
              (desk, job) ->
                  lisbon(desk, job, "sed_file.txt", "sed -n '/38.7[2-4]..,-9.1[3-7]../p'", 4)),
          entry(
              "X03",
              (desk, job) ->
                  lisbon(
                      desk,
                      job,
                      "awk_file.txt",
                      "awk -F, '{x=38.7077507-$3; y=-9.1365919-$4; if(x*x+y*y<0.3*0.3) print}'",
                      500)));

  private JobTaskCases() {}

  /** It ends well, and the parts are seen. */
  static void prints(JobDesk desk, GatheredJob job, String... parts)
      throws IOException, InterruptedException {
    Ending ending = desk.run(job.text(desk), "--follow");
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    assertThat(ending.stdout()).contains(parts);
  }

  private static void refused(JobDesk desk, GatheredJob job, String why)
      throws IOException, InterruptedException {
    Ending ending = desk.run(job.text(desk));
    assertThat(firstError(ending)).contains(why);
    assertThat(ending.how()).isEqualTo("exit 1");
    assertThat(desk.job("describe", job.name()).stderr()).contains("job not found");
  }

  private static void lowerCase(JobDesk desk) throws IOException, InterruptedException {
    String text = Files.readString(Gathered.cases("testdata/jobs/docker-hello.yaml"));
    Ending ending = desk.run(text, "--follow", "--force");
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    assertThat(ending.stdout()).contains("Hello Bacalhau!\n");
  }

  private static void tooManyProcessors(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    String text = "Error: insufficient resources: CPU request exceeds node capacity";
    Ending dry = desk.run(job.text(desk), "--dry-run");
    assertThat(firstError(dry)).isEqualTo(text);
    assertThat(dry.how()).isEqualTo("exit 1");
    refused(desk, job, text);
  }

  private static void tooMuchMemory(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    GatheredJob loud = job.script("echo before; tail /dev/zero");
    Ending ending = desk.run(loud.text(desk));
    assertThat(ending.how()).isNotEqualTo("exit 0");
    assertThat(firstError(ending)).contains("memory");
    assertThat(desk.job("logs", loud.name()).stdout()).contains("before");
    assertThat(desk.described(loud.name())).contains("\"Failed\"");
  }

  /** Three jobs of which each takes all processors. */
  private static void oneAfterTheOther(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    GatheredJob full = job.cpu(Integer.toString(Runtime.getRuntime().availableProcessors()));
    var ids = List.of(desk.submit(full.renamed().text(desk)), desk.submit(full.text(desk)));
    Ending third = desk.run(full.renamed().text(desk));
    assertThat(third.how()).describedAs(third.stderr()).isEqualTo("exit 0");
    for (String id : ids) {
      desk.await(id, "\"Completed\"");
    }
  }

  private static void network(JobDesk desk, GatheredJob job, boolean reached)
      throws IOException, InterruptedException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = "OK".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      String text = job.text(desk).replace("PORT", Integer.toString(server.getAddress().getPort()));
      Ending ending = desk.run(text, "--follow");
      assertThat(ending.how())
          .describedAs(ending.stderr())
          .isEqualTo(reached ? "exit 0" : "exit 7");
      assertThat(ending.stdout().contains("OK")).isEqualTo(reached);
    } finally {
      server.stop(0);
    }
  }

  private static void loopback(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    String script =
        "httpd -p 127.0.0.1:8080 -h /bin; wget -q -O /dev/null http://127.0.0.1:8080/sh"
            + " && echo reached";
    prints(desk, job.script(script), "reached\n");
  }

  /** The table of what an image and a job say; images are called by which of both they have. */
  private static void entrypoints(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    prints(desk, job.image("ec", NONE, NONE).renamed(), "echo This is from CMD\n");
    prints(desk, job.image("ec", LS, NONE).renamed(), "bin\n", "var\n");
    prints(desk, job.image("ec", NONE, VAR).renamed(), "var\n");
    prints(desk, job.image("ec", LS, VAR).renamed(), "spool\nwww\n");
    prints(desk, job.image("e", NONE, NONE).renamed(), "\n");
    prints(desk, job.image("e", NONE, VAR).renamed(), "var\n");
    prints(desk, job.image("c", NONE, NONE).renamed(), "This is from CMD\n");
    Ending noProgram = desk.run(job.image("c", NONE, VAR).renamed().text(desk));
    assertThat(noProgram.how()).isNotEqualTo("exit 0");
    assertThat(firstError(noProgram)).contains("var");
    String neither = job.image("neither", NONE, NONE).renamed().text(desk);
    for (Ending ending : List.of(desk.run(neither, "--dry-run"), desk.run(neither))) {
      assertThat(firstError(ending))
          .contains("image neither has no entrypoint or command; give Entrypoint");
      assertThat(ending.how()).isEqualTo("exit 1");
    }
    prints(desk, job.image("neither", LS, VAR).renamed(), "spool\nwww\n");
  }

  private static void exitCode(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    Ending ending = desk.run(job.text(desk));
    assertThat(ending.how()).isEqualTo("exit 19");
    Ending logs = desk.job("logs", job.name());
    assertThat(logs.stdout() + logs.stderr()).contains("out\n", "err\n");
    assertThat(desk.described(job.name())).contains("\"Failed\"");
  }

  private static void noProgram(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    Ending ending = desk.run(job.text(desk));
    assertThat(ending.how()).isNotEqualTo("exit 0");
    assertThat(firstError(ending)).contains("nosuch");
    assertThat(desk.described(job.name())).contains("\"Failed\"");
  }

  private static void systemEnvironment(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    prints(
        desk,
        job,
        "BACALHAU_EXECUTION_ID=e-",
        "BACALHAU_JOB_ID=j-",
        "BACALHAU_JOB_TYPE=batch\n",
        "BACALHAU_PARTITION_COUNT=1\n",
        "BACALHAU_PARTITION_INDEX=0\n");
  }

  private static GatheredJob sensors(JobDesk desk, GatheredJob job, String file)
      throws IOException {
    Path copy = desk.input(file, Files.readString(Gathered.cases("testdata/" + file)));
    return job.local(copy, "/data/file.txt", false);
  }

  /** Only the rows of one place are near it. */
  private static void lisbon(
      JobDesk desk, GatheredJob job, String file, String command, int expected)
      throws IOException, InterruptedException {
    GatheredJob near = sensors(desk, job, file).script(command + " /data/file.txt");
    prints(desk, near, "LISBON");
    assertThat(desk.job("logs", near.name()).stdout().lines())
        .hasSize(expected)
        .allMatch(line -> line.contains("LISBON"));
  }
}
