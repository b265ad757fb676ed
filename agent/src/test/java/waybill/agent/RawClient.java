package waybill.agent;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import waybill.agent.wire.Frame;
import waybill.agent.wire.FrameKind;
import waybill.agent.wire.Hello;
import waybill.agent.wire.Link;
import waybill.agent.wire.Request;

/** A client that does what a test wants. */
record RawClient(SocketChannel channel, Link link) implements AutoCloseable {

  static RawClient connected(TestAgent agent) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(agent.socket()));
    return new RawClient(channel, new Link(channel));
  }

  static RawClient greeted(TestAgent agent) throws IOException {
    return greeted(agent, TestAgent.BUILD);
  }

  static RawClient greeted(TestAgent agent, String build) throws IOException {
    RawClient client = connected(agent);
    agent.self(build).to(client.link());
    Hello _ = Hello.of(client.link().receive(Hello.MAX_BYTES));
    return client;
  }

  void request(String program) throws IOException {
    link.send(
        FrameKind.REQUEST,
        new Request(
                program,
                List.of(),
                Map.of(),
                "/",
                new Request.Screen(false, false, false, false, false))
            .content());
  }

  void raw(byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  Frame receive() throws IOException {
    return link.receive(FrameKind.MAX_REQUEST);
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
