package waybill.sandbox;

import java.nio.ByteBuffer;

/** A plan as the bytes that a worker reads, for those who measure the launcher without Java. */
public final class RecordedPlan {
  private RecordedPlan() {}

  /** The frame that prepares the plan's root as that number; sent once. */
  public static byte[] rootFrame(LaunchPlan plan, int root) {
    var frames = new Frames();
    frames.prepareRoot(root, plan);
    return bytes(frames);
  }

  /** The frame that names the place of control groups; sent once, before a plan with limits. */
  public static byte[] groupsFrame(ControlGroups groups) {
    var frames = new Frames();
    frames.begin(Frames.WORKER_CONTROL_GROUPS).number(groups.version());
    frames.string(groups.memory()).string(groups.processes()).string(groups.cpu()).end();
    return bytes(frames);
  }

  /**
   * The frame that starts a task with that number in that root; may be sent again after its end.
   */
  public static byte[] launchFrame(LaunchPlan plan, int task, int root) {
    var frames = new Frames();
    frames.launch(task, root, 0, plan);
    return bytes(frames);
  }

  private static byte[] bytes(Frames frames) {
    ByteBuffer written = frames.take();
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    return bytes;
  }
}
