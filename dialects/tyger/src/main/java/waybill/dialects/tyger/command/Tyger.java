package waybill.dialects.tyger.command;

import java.nio.file.Path;
import waybill.cli.Command;
import waybill.cli.Exit;
import waybill.cli.Invocation;


/** {@code tyger}: runs in the caller's own process and speaks to the API alone. */
public final class Tyger implements Command {

  /** Where the API is. */
  public interface Server {
    /** The socket of this user's agent, which is started where need be and stays while this is open. */
    Door open(Invocation invocation);

    interface Door extends AutoCloseable {
      Path socket();

      @Override
      void close();
    }
  }

  public Tyger(Server server, String version) {}

  @Override
  public Exit run(Invocation invocation) {
    throw new UnsupportedOperationException();
  }
}
