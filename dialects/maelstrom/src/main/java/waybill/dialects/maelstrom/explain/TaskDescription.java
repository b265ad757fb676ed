package waybill.dialects.maelstrom.explain;

import java.util.Locale;
import java.util.Map;
import waybill.model.task.Layer;
import waybill.model.task.Mount;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;

/** Everything a task says, field by field. */
public final class TaskDescription {
  private final DescriptionSink sink;

  private TaskDescription(DescriptionSink sink) {
    this.sink = sink;
  }

  /** The task as one line of JSON, without a line feed. */
  public static String json(Task task) {
    JsonSink json = new JsonSink();
    json.begin("");
    new TaskDescription(json).task(task);
    json.end();
    return json.toString();
  }

  /** The task as lines for people, indented by depth, each ended by a line feed. */
  public static String text(Task task) {
    TextSink text = new TextSink();
    new TaskDescription(text).task(task);
    return text.toString();
  }

  private void task(Task task) {
    sink.begin("root");
    sink.beginList("layers");
    for (Layer layer : task.root().layers()) {
      layer(layer);
    }
    sink.end();
    sink.flag("writable", task.root().access() == Root.Access.WRITABLE_IN_MEMORY);
    sink.end();
    program(task.program());
    sink.beginList("mounts");
    for (Mount mount : task.mounts()) {
      mount(mount);
    }
    sink.end();
    sink.text("network", task.network().name().toLowerCase(Locale.ROOT));
    task.timeout().ifPresent(timeout -> sink.number("timeoutSeconds", timeout.toSeconds()));
    streams(task.streams());
  }

  private void layer(Layer layer) {
    sink.begin("");
    switch (layer) {
      case Layer.Stored stored -> sink.text("stored", stored.digest());
      case Layer.Folder folder -> sink.text("folder", folder.path().toString());
      case Layer.HostPrograms _ -> sink.flag("hostPrograms", true);
    }
    sink.end();
  }

  private void program(Program program) {
    sink.begin("program");
    sink.text("name", program.name());
    sink.beginList("arguments");
    for (String argument : program.arguments()) {
      sink.text("", argument);
    }
    sink.end();
    sink.begin("environment");
    for (Map.Entry<String, String> variable : program.environment().entrySet()) {
      sink.text(variable.getKey(), variable.getValue());
    }
    sink.end();
    sink.text("directory", program.directory());
    sink.number("user", program.user());
    sink.number("group", program.group());
    sink.end();
  }

  private void mount(Mount mount) {
    sink.begin("");
    switch (mount) {
      case Mount.Proc proc -> mount("proc", proc.target());
      case Mount.Sys sys -> mount("sys", sys.target());
      case Mount.Tmp tmp -> mount("tmp", tmp.target());
      case Mount.DevPts devPts -> mount("devpts", devPts.target());
      case Mount.MessageQueue queue -> mount("mqueue", queue.target());
      case Mount.Devices devices -> {
        sink.text("type", "devices");
        sink.beginList("devices");
        for (Mount.Device device : devices.devices()) {
          sink.text("", device.fileName());
        }
        sink.end();
      }
      case Mount.ContainerSystem _ -> sink.text("type", "containerSystem");
      case Mount.Bind bind -> {
        mount("bind", bind.target());
        sink.text("source", bind.source().toString());
        sink.flag("readOnly", bind.access() == Mount.BindAccess.READ_ONLY);
      }
    }
    sink.end();
  }

  private void mount(String type, String target) {
    sink.text("type", type);
    sink.text("target", target);
  }

  private void streams(Streams streams) {
    switch (streams) {
      case Streams.Captured captured -> sink.number("outputLimitBytes", captured.limitBytes());
      case Streams.Watched _ -> sink.text("output", "watched");
      case Streams.Inherited _ -> sink.text("output", "inherited");
      case Streams.Terminal _ -> sink.text("output", "terminal");
    }
  }
}
