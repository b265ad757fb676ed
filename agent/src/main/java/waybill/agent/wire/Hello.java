package waybill.agent.wire;

import java.io.IOException;

/**
 * Who is there: the first frame of either side, and for ever of this form.
 *
 * @param version of what is said after it
 * @param build of the program; frames are only understood by the same one
 * @param process its id
 * @param state folder, absolute
 * @param cache folder, absolute
 */
public record Hello(int version, String build, long process, String state, String cache) {
  /** Of this program. */
  public static final int VERSION = 1;

  /** Longer names and paths are nothing we would have sent. */
  public static final int MAX_BYTES = 20_000;

  /** Sends it. */
  public void to(Link link) throws IOException {
    link.send(
        FrameKind.HELLO,
        new Content().number(version).text(build).longNumber(process).text(state).text(cache));
  }

  /** Reads one that came. */
  public static Hello of(Frame frame) throws IOException {
    if (frame.kind() != FrameKind.HELLO) {
      throw new IOException("no greeting but a frame of kind " + frame.kind());
    }
    return new Hello(frame.number(), frame.text(), frame.longNumber(), frame.text(), frame.text());
  }

  /** Whether both are the same program with the same folders. */
  public boolean fits(Hello other) {
    return version == other.version
        && build.equals(other.build)
        && state.equals(other.state)
        && cache.equals(other.cache);
  }
}
