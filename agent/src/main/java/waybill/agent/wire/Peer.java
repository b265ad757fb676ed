package waybill.agent.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.net.ExtendedSocketOptions;

/** Who is at the other end, by the kernel's word. */
public final class Peer {
  private Peer() {}

  /** Whether it is a process of our own user. */
  public static boolean isOurs(SocketChannel channel) throws IOException {
    return channel
        .getOption(ExtendedSocketOptions.SO_PEERCRED)
        .user()
        .equals(Files.getOwner(Path.of("/proc/self")));
  }
}
