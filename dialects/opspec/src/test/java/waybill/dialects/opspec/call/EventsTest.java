package waybill.dialects.opspec.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.GroupStarted;

class EventsTest {
  @TempDir Path folder;
  private OpLab lab;

  @BeforeEach
  void lab() {
    lab = new OpLab(folder);
  }

  @Test
  void pathsAreMadeOfNamesAndElseOfWhatCallsAre() throws Exception {
    lab.op("sub", "run: {container: {image: {ref: i}, cmd: [say, x]}}\n")
        .outputs(
            """
            run:
              serial:
                - {name: plain-name, container: {image: {ref: i}, cmd: [say, x]}}
                - {name: has spaces, container: {image: {ref: i}, cmd: [say, x]}}
                - {name: twice, container: {image: {ref: i}, cmd: [say, x]}}
                - {name: twice, op: {ref: ../sub}}
                - {name: container, container: {image: {ref: i}, cmd: [say, x]}}
                - {name: "..", container: {image: {ref: i}, cmd: [say, x]}}
                - {name: loop, serialLoop: {range: [1], run: {name: once, op: {ref: ../sub}}}}
                - {name: "of $(/sub.txt)", serial: [container: {image: {ref: i}, cmd: [say, x]}]}
            """);
    assertThat(lab.beginnings())
        .containsExactly(
            " op main",
            "serial serial serial",
            "serial/plain-name container plain-name",
            "serial/container[1] container has spaces",
            "serial/container[2] container twice",
            "serial/op[3] op twice",
            "serial/op[3]/container container i",
            "serial/container[4] container container",
            "serial/container[5] container ..",
            "serial/loop serialLoop loop",
            "serial/loop[0]/once op once",
            "serial/loop[0]/once/container container i",
            "serial/serial[7] serial of $(/sub.txt)",
            "serial/serial[7]/container container i");
  }

  @Test
  void detailsSayWhatACallIsAndWhereItStands() throws Exception {
    lab.outputs(
        """
        outputs: {o: {file: {}}, num: {number: {default: 1}}}
        run:
          container: {image: {ref: i}, cmd: [write, /o, "tab\\t"], files: {/o: $(o)}}
        """);
    List<FakeJournal.Entry> entries = lab.journal.entries();
    String op = lab.path("main").toString();
    String rootId = id(entries.get(0));
    assertThat(((GroupStarted) entries.get(0).fact()).detail())
        .isEqualTo(
            "{\"id\":\"%s\",\"op\":\"%s\",\"place\":\"%s/op.yml:1:7\",\"ref\":\"main\"}"
                .formatted(rootId, op, op));
    assertThat(rootId).matches("[0-9a-f]{32}").isEqualTo(lab.journal.begun().nativeId());
    assertThat(((GroupStarted) entries.get(1).fact()).detail())
        .isEqualTo(
            ("{\"id\":\"%s\",\"parentId\":\"%s\",\"op\":\"%s\",\"place\":\"%s/op.yml:4:3\","
                    + "\"image\":\"i\",\"cmd\":[\"write\",\"/o\",\"tab\\u0009\"]}")
                .formatted(id(entries.get(1)), rootId, op, op));
    assertThat(((GroupEnded) entries.getLast().fact()).detail())
        .isEqualTo(
            "{\"outputs\":{\"o\":{\"file\":\"%s\"},\"num\":{\"number\":1}}}"
                .formatted(lab.runs().resolve("7/outputs/o")));
  }

  private static String id(FakeJournal.Entry entry) {
    String detail = ((GroupStarted) entry.fact()).detail();
    return detail.substring(7, 39);
  }

  @Test
  void aCallThatCannotBeUnderstoodBeginsAndEndsAllTheSame() throws Exception {
    lab.failure("run: {container: {image: {ref: $(nope)}}}\n");
    assertThat(lab.beginnings()).contains("container container container");
    assertThat(lab.endings())
        .containsExactly(
            "container failed: unable to interpret 'nope' as reference: 'nope' not in scope",
            " failed: unable to interpret 'nope' as reference: 'nope' not in scope");
    GroupEnded end = (GroupEnded) lab.journal.entries().get(2).fact();
    assertThat(end.detail()).isEqualTo("{\"place\":\"" + lab.path("main/op.yml") + ":2:32\"}");
  }

  @Test
  void everyCallThatBeginsEndsOnce() throws Exception {
    lab.runs(
        """
        run:
          parallel:
            - container: {image: {ref: i}, cmd: [hang]}
            - serial:
                - container: {image: {ref: i}, cmd: [exit, "1"]}
        """);
    var begun =
        lab.beginnings().stream()
            .map(line -> line.substring(0, line.indexOf(' ')))
            .sorted()
            .toList();
    var ended =
        lab.endings().stream().map(line -> line.substring(0, line.indexOf(' '))).sorted().toList();
    assertThat(ended).isEqualTo(begun);
  }
}
