package waybill.dialects.maelstrom.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;

class TaskDescriptionTest {
  private static final Task TASK = task();

  @Test
  void asJsonItIsOneLineForPrograms() {
    assertThat(TaskDescription.json(TASK))
        .isEqualTo(
            "{\"root\":{\"layers\":[{\"hostPrograms\":true},{\"folder\":\"/r\"},"
                + "{\"stored\":\"sha256:1\"}],\"writable\":true},"
                + "\"program\":{\"name\":\"/x\",\"arguments\":[\"a\\u000a\\\"\",\"\"],"
                + "\"environment\":{\"A\":\"1\"},\"directory\":\"/\",\"user\":1,\"group\":2},"
                + "\"mounts\":[{\"type\":\"proc\",\"target\":\"/proc\"},"
                + "{\"type\":\"devices\",\"devices\":[\"null\"]},"
                + "{\"type\":\"bind\",\"target\":\"/t\",\"source\":\"/s\",\"readOnly\":true}],"
                + "\"network\":\"host\",\"timeoutSeconds\":3,\"outputLimitBytes\":9}");
  }

  @Test
  void asTextItIsLinesForPeople() {
    assertThat(TaskDescription.text(TASK))
        .isEqualTo(
            """
            root:
              layers:
                -
                  hostPrograms: yes
                -
                  folder: /r
                -
                  stored: sha256:1
              writable: yes
            program:
              name: /x
              arguments:
                - "a\\n\\""
                - ""
              environment:
                A: 1
              directory: /
              user: 1
              group: 2
            mounts:
              -
                type: proc
                target: /proc
              -
                type: devices
                devices:
                  - null
              -
                type: bind
                target: /t
                source: /s
                readOnly: yes
            network: host
            timeoutSeconds: 3
            outputLimitBytes: 9
            """);
  }

  private static Task task() {
    TreeMap<String, String> environment = new TreeMap<>();
    environment.put("A", "1");
    return new Task(
        new Root(
            List.of(
                new Layer.HostPrograms(),
                new Layer.Folder(Path.of("/r")),
                new Layer.Stored("sha256:1", Ids.SINGLE)),
            Root.Access.WRITABLE_IN_MEMORY),
        Ids.SINGLE,
        new Program("/x", List.of("a\n\"", ""), environment, "/", 1, 2),
        List.of(
            new Mount.Proc("/proc", Mount.View.PLAIN),
            new Mount.Devices(List.of(Mount.Device.NULL)),
            new Mount.Bind(Path.of("/s"), "s", "/t", Mount.BindAccess.READ_ONLY)),
        Network.HOST,
        Limits.NONE,
        Optional.of(Duration.ofSeconds(3)),
        new Streams.Captured(9));
  }
}
