package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import waybill.model.task.Ids;
import waybill.model.task.Network;
import waybill.model.task.Streams;

/** Both sides of the wire mean the same: {@code launcher/protocol.h} is read, not repeated. */
class WireTest {
  private static final String HEADER = read(Path.of("launcher/protocol.h"));

  private static String read(Path file) {
    try {
      return Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The constants of an enum; the unnamed one is "". */
  private static Map<String, Integer> constants(String name) {
    MatchResult match =
        Pattern.compile("enum\\s+" + (name.isEmpty() ? "" : name + "\\s*") + "\\{([^}]*)\\}")
            .matcher(HEADER)
            .results()
            .findFirst()
            .orElseThrow();
    var constants = new LinkedHashMap<String, Integer>();
    int next = 0;
    for (String constant : match.group(1).split(",", -1)) {
      if (constant.isBlank()) {
        continue;
      }
      String[] sides = constant.trim().split("\\s*=\\s*", -1);
      int value = sides.length == 2 ? number(sides[1]) : next;
      constants.put(sides[0], value);
      next = value + 1;
    }
    return constants;
  }

  private static int number(String text) {
    String[] shift = text.split("\\s*<<\\s*", -1);
    return shift.length == 2
        ? Integer.parseInt(shift[0]) << Integer.parseInt(shift[1])
        : Integer.parseInt(text);
  }

  private static List<String> names(Enum<?>[] values, String prefix) {
    return Arrays.stream(values).map(value -> prefix + value.name()).toList();
  }

  @Test
  void framesHaveTheSameNumbers() {
    assertThat(constants("control_frame"))
        .isEqualTo(
            Map.of(
                "CONTROL_CONFIGURE", Frames.CONTROL_CONFIGURE,
                "CONTROL_RAW_TERMINAL", Frames.CONTROL_RAW_TERMINAL));
    assertThat(constants("worker_frame"))
        .isEqualTo(
            Map.of(
                "WORKER_PREPARE_ROOT", Frames.WORKER_PREPARE_ROOT,
                "WORKER_LAUNCH", Frames.WORKER_LAUNCH,
                "WORKER_SIGNAL", Frames.WORKER_SIGNAL,
                "WORKER_INPUT", Frames.WORKER_INPUT,
                "WORKER_WINDOW", Frames.WORKER_WINDOW,
                "WORKER_CONTROL_GROUPS", Frames.WORKER_CONTROL_GROUPS));
    assertThat(constants("report_frame"))
        .isEqualTo(
            Map.of(
                "REPORT_FAILED", Frames.REPORT_FAILED,
                "REPORT_READY", Frames.REPORT_READY,
                "REPORT_OUTPUT", Frames.REPORT_OUTPUT,
                "REPORT_ENDED", Frames.REPORT_ENDED));
    assertThat(constants("tree_frame"))
        .isEqualTo(
            Map.of(
                "TREE_FOLDER", Frames.TREE_FOLDER,
                "TREE_FILE", Frames.TREE_FILE,
                "TREE_SYMBOLIC_LINK", Frames.TREE_SYMBOLIC_LINK,
                "TREE_HARD_LINK", Frames.TREE_HARD_LINK,
                "TREE_FIFO", Frames.TREE_FIFO,
                "TREE_WHITEOUT", Frames.TREE_WHITEOUT,
                "TREE_OPAQUE", Frames.TREE_OPAQUE,
                "TREE_END", Frames.TREE_END,
                "TREE_SPARSE_FILE", Frames.TREE_SPARSE_FILE));
    assertThat(constants("ids"))
        .isEqualTo(Map.of("IDS_SINGLE", Frames.IDS_SINGLE, "IDS_RANGE", Frames.IDS_RANGE));
    assertThat(constants("")).containsEntry("MAX_FRAME", Frames.MAX_FRAME);
  }

  @Test
  void callsAndStagesStandInTheSameOrder() {
    assertThat(new ArrayList<>(constants("call").keySet()))
        .isEqualTo(names(Call.values(), "CALL_"));
    assertThat(new ArrayList<>(constants("stage").keySet()))
        .isEqualTo(names(Stage.values(), "STAGE_"));
    constants("call")
        .forEach((name, number) -> assertThat(Call.of(number)).hasToString(name.substring(5)));
    constants("stage")
        .forEach((name, number) -> assertThat(Stage.of(number)).hasToString(name.substring(6)));
    assertThat(Call.of(-1)).isEqualTo(Call.PROTOCOL);
    assertThat(Call.of(1000)).isEqualTo(Call.PROTOCOL);
    assertThat(Stage.of(0)).isEqualTo(Stage.MEMORY);
    assertThat(Stage.of(1000)).isEqualTo(Stage.MEMORY);
  }

  private static final List<Step> STEPS =
      List.of(
          new Step.ControlGroup(1L << 40, 2, 3),
          new Step.Network(Network.HOST),
          new Step.Root(
              true,
              false,
              1L << 40,
              Optional.of(new DiskFiles(Path.of("/cache"), Path.of("/mkfs")))),
          new Step.FileSystem("t", "/a", 8, true, "755", "1m"),
          new Step.Device("null", "/n"),
          new Step.Bind(Path.of("/b"), "b", "/c", Step.Bind.Manner.WRITABLE),
          new Step.Mask("/m", true),
          new Step.Session(),
          new Step.ResourceLimit(7, 1024),
          new Step.Identity(4294967294L, 5, Ids.RANGE, false, List.of(256L, 768L)),
          new Step.Directory("/d"),
          new Step.Filter(true),
          new Step.Execute(List.of("/bin/x"), List.of("x", "ü", "z"), List.of()),
          new Step.Folder("/w"),
          new Step.Link("/l", "to"),
          new Step.File("/f", "\0ÿ45"));

  @Test
  void stepsHaveTheSameNumbersAndTheirPayloads() {
    var frames = new Frames();
    frames.launch(
        11,
        22,
        33,
        new LaunchPlan(List.of(), Optional.empty(), new Streams.Terminal(80, 24), STEPS));
    ByteBuffer bytes = frames.take();
    assertThat(bytes.getInt()).isEqualTo(bytes.remaining() - 4);
    assertThat(bytes.getInt()).isEqualTo(constants("worker_frame").get("WORKER_LAUNCH"));
    assertThat(numbers(bytes, 2)).containsExactly(11, constants("streams").get("STREAMS_TERMINAL"));
    assertThat(bytes.getLong()).isZero();
    assertThat(numbers(bytes, 4)).containsExactly(80, 24, 33, STEPS.size());
    List<Integer> kinds = new ArrayList<>(constants("step").values());
    assertThat(kinds).hasSameSizeAs(STEPS);
    var payloads = new ArrayList<String>();
    for (int kind : kinds) {
      assertThat(bytes.getInt()).isEqualTo(kind);
      byte[] payload = new byte[bytes.getInt()];
      bytes.get(payload);
      payloads.add(readable(payload));
    }
    assertThat(bytes.hasRemaining()).isFalse();
    assertThat(payloads)
        .containsExactly(
            "0 256 2 0 3 0",
            "2",
            "22 1 0 '" + DiskFiles.fileBytes(1L << 40) + "' '/cache' '/mkfs'",
            "'t' '/a' 8 1 '755' '1m'",
            "'null' '/n'",
            "'/b' '/c' 1",
            "'/m' 1",
            "",
            "7 1024 0",
            "-2 5 1 1 2 256 768",
            "'/d'",
            "1",
            "1 '/bin/x' 3 'x' 'ü' 'z' 0",
            "'/w'",
            "'/l' 'to'",
            "'/f' 4 " + 0x3534ff00);
  }

  private static List<Integer> numbers(ByteBuffer bytes, int count) {
    var numbers = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      numbers.add(bytes.getInt());
    }
    return numbers;
  }

  /** Strings are a size with their NUL and bytes that end with it; what is not one is a number. */
  private static String readable(byte[] payload) {
    ByteBuffer bytes = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    var parts = new ArrayList<String>();
    while (bytes.hasRemaining()) {
      int number = bytes.getInt();
      int end = bytes.position() + number;
      boolean isString =
          number > 1 && end <= payload.length && payload[end - 1] == 0 && payload[end - 2] != 0;
      if (isString) {
        parts.add(
            "'" + new String(payload, bytes.position(), number - 1, StandardCharsets.UTF_8) + "'");
        bytes.position(end);
      } else {
        parts.add("" + number);
      }
    }
    return String.join(" ", parts);
  }

  @Test
  void streamsAndNetworksHaveTheSameNumbers() {
    Map<Streams, String> streams =
        Map.of(
            new Streams.Captured(7), "STREAMS_CAPTURED",
            new Streams.Inherited(), "STREAMS_INHERITED",
            new Streams.Terminal(1, 1), "STREAMS_TERMINAL");
    streams.forEach(
        (value, name) -> {
          var frames = new Frames();
          frames.launch(1, 2, 0, new LaunchPlan(List.of(), Optional.empty(), value, List.of()));
          assertThat(frames.take().getInt(12)).isEqualTo(constants("streams").get(name));
        });
    for (Step.Bind.Manner manner : Step.Bind.Manner.values()) {
      var frames = new Frames();
      frames.launch(
          1,
          2,
          0,
          new LaunchPlan(
              List.of(),
              Optional.empty(),
              new Streams.Inherited(),
              List.of(new Step.Bind(Path.of("/b"), "b", "/c", manner))));
      ByteBuffer bytes = frames.take();
      assertThat(bytes.getInt(bytes.limit() - 4))
          .isEqualTo(constants("bind").get("BIND_" + manner));
    }
    for (Network network : Network.values()) {
      var frames = new Frames();
      frames.launch(
          1,
          2,
          0,
          new LaunchPlan(
              List.of(),
              Optional.empty(),
              new Streams.Inherited(),
              List.of(new Step.Network(network))));
      ByteBuffer bytes = frames.take();
      assertThat(bytes.getInt(bytes.limit() - 4))
          .isEqualTo(constants("network").get("NETWORK_" + network));
    }
  }

  /** What WorkerLink reads from the offsets of the struct. */
  @Test
  void theReportOfAnEndHasTheSameLayout() {
    MatchResult match =
        Pattern.compile("struct ended \\{([^}]*)\\}")
            .matcher(HEADER)
            .results()
            .findFirst()
            .orElseThrow();
    var offsets = new LinkedHashMap<String, Integer>();
    int offset = 0;
    for (String declaration : match.group(1).trim().split(";", 0)) {
      int size = declaration.contains("long long") ? 8 : 4;
      for (String name : declaration.replaceAll("unsigned|long", "").split(",", -1)) {
        offsets.put(name.trim(), offset);
        offset += size;
      }
    }
    assertThat(offsets)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("task", WorkerLink.ENDED_TASK),
                Map.entry("step", WorkerLink.ENDED_STEP),
                Map.entry("call", WorkerLink.ENDED_CALL),
                Map.entry("error", WorkerLink.ENDED_ERROR),
                Map.entry("status", WorkerLink.ENDED_STATUS),
                Map.entry("out_of_memory", WorkerLink.ENDED_OUT_OF_MEMORY),
                Map.entry("user_us", WorkerLink.ENDED_USER),
                Map.entry("system_us", WorkerLink.ENDED_SYSTEM),
                Map.entry("wall_us", WorkerLink.ENDED_WALL),
                Map.entry("peak_bytes", WorkerLink.ENDED_PEAK),
                Map.entry("read_blocks", WorkerLink.ENDED_READ),
                Map.entry("written_blocks", WorkerLink.ENDED_WRITTEN),
                Map.entry("out_bytes", WorkerLink.ENDED_OUT),
                Map.entry("err_bytes", WorkerLink.ENDED_ERR),
                Map.entry("disk_bytes", WorkerLink.ENDED_DISK)));
  }

  @Test
  void theReportOfAWriterHasTheSameLayout() {
    assertThat(HEADER)
        .containsPattern(
            "struct tree_report \\{\\s*unsigned long long entries, bytes;"
                + "\\s*unsigned call, error, path_size, unused;\\s*\\};");
    assertThat(
            List.of(
                TreeProgram.REPORT_ENTRIES,
                TreeProgram.REPORT_CONTENT,
                TreeProgram.REPORT_CALL,
                TreeProgram.REPORT_ERROR,
                TreeProgram.REPORT_PATH_SIZE,
                TreeProgram.REPORT_BYTES))
        .containsExactly(0, 8, 16, 20, 24, 32);
  }

  @Test
  void ourFoldersOfControlGroupsAreTheOnesThatAreSwept() {
    assertThat(read(Path.of("launcher/leaves.c")))
        .contains("prefix[] = \"" + ControlGroups.PREFIX + "\"");
  }
}
