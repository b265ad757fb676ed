package waybill.dialects.opspec.command;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.engine.store.RunQuery;
import waybill.engine.store.RunRecord;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Outcome.Canceller;

/** {@code opctl op}: makes, checks and ends ops. */
final class OpCommands {
  private final OpWorkplace workplace;

  OpCommands(OpWorkplace workplace) {
    this.workplace = workplace;
  }

  CommandSpec spec(Globals globals) {
    CommandSpec spec = CommandLines.group("op");
    spec.usageMessage().description("Makes, checks and ends ops.");
    spec.addSubcommand("create", create(globals));
    spec.addSubcommand("install", LaterCommands.install());
    spec.addSubcommand("kill", kill(globals));
    spec.addSubcommand("validate", validate(globals));
    return spec;
  }

  private CommandSpec create(Globals globals) {
    CommandSpec spec = Opctl.command("create", globals, this::create);
    spec.usageMessage().description("Makes the folder of a new op, with an op.yml to fill in.");
    CommandLines.examples(spec, "opctl op create build -d 'Builds everything'");
    positional(spec, "NAME", "What the op is called; also its folder.");
    spec.addOption(
        OptionSpec.builder("-p", "--path")
            .paramLabel("FOLDER")
            .type(String.class)
            .description("Where its folder goes; .opspec if not said.")
            .build());
    spec.addOption(
        OptionSpec.builder("-d", "--description")
            .paramLabel("TEXT")
            .type(String.class)
            .description("What it does.")
            .build());
    return spec;
  }

  private static void positional(CommandSpec spec, String label, String description) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("1")
            .paramLabel(label)
            .type(String.class)
            .description(description)
            .build());
  }

  private Exit create(ParseResult options, Invocation invocation) {
    String name = options.matchedPositionalValue(0, "");
    String path =
        options.matchedOptionValue(
            "--path",
            invocation.environment().getOrDefault("OPCTL_OP_CREATE_PATH", OpRef.CONVENTIONAL));
    String description =
        options.matchedOptionValue(
            "--description",
            invocation.environment().getOrDefault("OPCTL_OP_CREATE_DESCRIPTION", ""));
    Path folder = newFolder(name, path, invocation.directory());
    Path file = folder.resolve(OpRef.FILE);
    String text = "name: " + quoted(name) + "\n";
    if (!description.isEmpty()) {
      text = "description: " + quoted(description) + "\n" + text;
    }
    try {
      Files.createDirectories(folder);
      Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw Failure.of(FailureCode.INPUT_MISSING, "there is already " + e.getFile())
          .withHelp("take another name, or another folder by `--path`")
          .asException();
    } catch (IOException e) {
      throw Failure.of(FailureCode.INPUT_MISSING, "cannot write " + file + ": " + OsReason.of(e))
          .asException();
    }
    return Exit.OK;
  }

  /** The folder of an op that one may name so: an op whose own name were refused is not made. */
  private static Path newFolder(String name, String path, Path directory) {
    try {
      var _ = new URI(name);
      Path base = directory.resolve(path).normalize();
      Path folder = base.resolve(name).normalize();
      if (!name.isEmpty() && folder.startsWith(base) && !folder.equals(base)) {
        return folder;
      }
    } catch (URISyntaxException | InvalidPathException e) {
      throw unusable(name);
    }
    throw unusable(name);
  }

  private static RuntimeException unusable(String name) {
    return Failure.of(FailureCode.COMMAND_LINE, "`" + name + "` cannot be the name of an op")
        .withHelp("it is a path below the ops' folder, without blanks, like `build` or `site/test`")
        .asException();
  }

  /** In quotes whatever it is: so it needs no thought. */
  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            point -> {
              if (point == '"' || point == '\\') {
                quoted.append('\\').appendCodePoint(point);
              } else if (point == '\n') {
                quoted.append("\\n");
              } else if (Character.isISOControl(point)) {
                quoted.append("\\x").append(Character.forDigit(point >> 4, 16));
                quoted.append(Character.forDigit(point & 15, 16));
              } else {
                quoted.appendCodePoint(point);
              }
            });
    return quoted.append('"').toString();
  }

  private CommandSpec kill(Globals globals) {
    CommandSpec spec = Opctl.command("kill", globals, this::kill);
    spec.usageMessage()
        .description("Ends a running op and everything that it runs. Silent when there is none.");
    positional(spec, "OP_ID", "Its id, the beginning of it, or the run's number.");
    return spec;
  }

  private Exit kill(ParseResult options, Invocation invocation) {
    String id = options.matchedPositionalValue(0, "");
    List<RunRecord> found = workplace.journal().runs(new RunQuery(true, Optional.of(id), 2));
    if (id.isEmpty() || found.size() > 1) {
      throw Failure.of(
              FailureCode.COMMAND_LINE,
              id.isEmpty()
                  ? "an empty id is no op's"
                  : "more than one running op begins with " + id)
          .withHelp("`waybill ps` lists them")
          .asException();
    }
    if (found.size() == 1) {
      boolean _ = workplace.live().cancel(found.getFirst().number(), Canceller.USER);
    } else if (isNumber(id)) {
      boolean _ = workplace.live().cancel(Long.parseLong(id), Canceller.USER);
    }
    return Exit.OK;
  }

  private static boolean isNumber(String id) {
    return id.length() <= 18 && id.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private CommandSpec validate(Globals globals) {
    CommandSpec spec = Opctl.command("validate", globals, this::validate);
    spec.usageMessage().description("Says what is wrong in an op; nothing when nothing is.");
    RunCommand.opRef(spec);
    return spec;
  }

  private Exit validate(ParseResult options, Invocation invocation) {
    OpRef ref = OpRef.find(options.matchedPositionalValue(0, ""), invocation.directory());
    var _ = OpFile.read(ref, invocation);
    return Exit.OK;
  }
}
