package waybill.dialects.opspec.show;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.GroupStarted;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.event.Event.SubmissionEnded;
import waybill.model.task.Outcome.Canceller;
import waybill.model.task.StandardStream;

/** Tells a fold what happens, second by second, and keeps what it makes of it. */
final class EventScript implements InstantSource {
  static final Path HERE = Path.of("/home/ann/project");

  final List<ShownLine> lines = new ArrayList<>();
  final RootCauses causes = new RootCauses();
  final CallTree tree;
  private final RunFold fold;
  private Instant now = Instant.EPOCH;
  private long sequence;
  private String run = "7";

  EventScript() {
    this(true);
  }

  EventScript(boolean unicode) {
    tree = new CallTree(this, unicode, "logs: waybill logs -f 7");
    var paths = new ShownPaths(HERE, Optional.of(Path.of("/home/ann")));
    fold = new RunFold(paths, lines::add, Optional.of(tree), causes);
  }

  @Override
  public Instant instant() {
    return now;
  }

  EventScript seconds(long seconds) {
    now = now.plusSeconds(seconds);
    return this;
  }

  EventScript ofRun(String number) {
    run = number;
    return this;
  }

  EventScript tell(String path, Fact fact) {
    sequence++;
    fold.accept(new Event(sequence, now, run, path, 0, fact));
    return this;
  }

  /** A call of the op below {@code .opspec/ci}. */
  EventScript begin(String path, String kind, String label, String more) {
    String id = Integer.toHexString(0xabc0 + (int) sequence).repeat(8);
    String detail = "{\"id\":\"" + id + "\",\"op\":\"/home/ann/project/.opspec/ci\"" + more + "}";
    return tell(path, new GroupStarted(kind, label, detail));
  }

  EventScript begin(String path, String kind, String label) {
    return begin(path, kind, label, "");
  }

  EventScript container(String path, String label) {
    return begin(
        path,
        "container",
        label,
        ",\"place\":\"/home/ann/project/.opspec/ci/op.yml:4:7\",\"image\":\"alpine:3\","
            + "\"cmd\":[\"sh\",\"-ce\",\"exit 3\"]");
  }

  EventScript writes(String path, String text) {
    return writes(path, StandardStream.STDOUT, text);
  }

  EventScript writes(String path, StandardStream stream, String text) {
    return tell(path, new OutputWritten(stream, text.getBytes(StandardCharsets.UTF_8)));
  }

  EventScript remarks(String path, String text) {
    return tell(path, new Remark(text));
  }

  EventScript succeeds(String path) {
    return tell(path, new GroupEnded(new Ending.Succeeded(), "{}"));
  }

  EventScript fails(String path, String message) {
    return tell(path, new GroupEnded(new Ending.Failed(message), "{}"));
  }

  EventScript isKilled(String path, Canceller by) {
    return tell(path, new GroupEnded(new Ending.Killed(by), "{}"));
  }

  EventScript isSkipped(String path, String reason) {
    return tell(path, new GroupEnded(new Ending.Skipped(reason), "{}"));
  }

  EventScript over(Ending ending) {
    return tell("", new SubmissionEnded(ending));
  }

  /** The lines, those for standard error behind a mark. */
  List<String> said() {
    return lines.stream()
        .map(
            line ->
                (line.remark() ? "! " : "")
                    + (line.prefix().isEmpty() ? "" : line.prefix() + " ")
                    + switch (line) {
                      case ShownLine.Change(var _, var _, String text) -> text;
                      case ShownLine.Trouble(var _, String text) -> text;
                      case ShownLine.Output output ->
                          new String(output.line(), StandardCharsets.UTF_8);
                    })
        .toList();
  }

  List<String> rows(int rows) {
    return tree.rows(60, rows).stream().map(row -> row.text()).toList();
  }
}
