package waybill.app.verb;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import waybill.cli.Command;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;

/** The verbs about runs. They run in the agent, which has the journal. */
public final class RunVerbs {
  private final Supplier<RunDesk> desk;

  /**
   * @param desk asked when a verb does something
   */
  public RunVerbs(Supplier<RunDesk> desk) {
    this.desk = desk;
  }

  /** For help and completion where they do not run. */
  public static void listIn(CommandSpec root) {
    new RunVerbs(
            () -> {
              throw new IllegalStateException("this runs in the agent");
            })
        .addTo(root);
  }

  private void addTo(CommandSpec root) {
    root.addSubcommand("ps", new PsVerb(desk).spec());
    root.addSubcommand("show", new ShowVerb(desk).spec());
    root.addSubcommand("logs", new LogsVerb(desk).spec());
    root.addSubcommand("cancel", new CancelVerb(desk).spec());
  }

  /** One of them, as a program of its own. */
  public Command command(String name) {
    return invocation -> run(name, invocation);
  }

  private Exit run(String name, Invocation invocation) {
    CommandSpec root = CommandLines.group("waybill");
    addTo(root);
    var arguments = new java.util.ArrayList<String>();
    arguments.add(name);
    arguments.addAll(invocation.arguments());
    return CommandLines.run(root, invocation.withArguments(arguments));
  }
}
