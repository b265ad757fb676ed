package waybill.engine.event;

import waybill.model.task.Outcome;
import waybill.model.task.Usage;

/**
 * The JSON form of how a task ended, with what it wrote; of the same members as the events that
 * tell it.
 */
public final class ResultJson {
  private ResultJson() {}

  /**
   * What was kept of one stream.
   *
   * @param text of what was kept; bytes that are not UTF-8 are replaced
   * @param lostBytes how many more were written
   */
  public record Output(String text, long lostBytes) {}

  /** One object, without a line feed. */
  public static String of(
      String task, Outcome outcome, Usage usage, Phases phases, Output stdout, Output stderr) {
    JsonText json = new JsonText().open().string("task", task);
    EventJson.outcome(json, outcome);
    EventJson.usage(json, usage);
    EventJson.phases(json, phases);
    output(json, "stdout", stdout);
    output(json, "stderr", stderr);
    return json.close().toString();
  }

  private static void output(JsonText json, String name, Output output) {
    json.open(name).string("text", output.text()).number("lostBytes", output.lostBytes()).close();
  }
}
