package waybill.dialects.tyger.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.tyger.problem.RunEndTexts;

/** What a command that runs something is to its caller once things do not go well. */
enum Manner {
  /** The older program: 1 whatever went wrong, and a run outlives its caller. */
  TOOL("tyger run logs ", Duration.ofSeconds(1)) {
    @Override
    Exit failed(String status, Optional<String> why) {
      return Verb.FAILED;
    }

    @Override
    Exit broken() {
      return Verb.FAILED;
    }

    @Override
    Exit interrupted(int signal) {
      return Verb.FAILED;
    }
  },

  /** A verb of ours: the program's own status, and who interrupts it has ended the run. */
  OWN("waybill show ", Duration.ofSeconds(10)) {
    @Override
    Exit failed(String status, Optional<String> why) {
      String reason = why.orElse("");
      Matcher exited = EXITED.matcher(reason);
      if (exited.lookingAt()) {
        return new Exit.Status(Integer.parseInt(exited.group(1)));
      }
      if (reason.startsWith(RunEndTexts.TIMED_OUT)) {
        return new Exit.Status(DEADLINE);
      }
      if (status.equals("Canceled")) {
        return interrupted(SIGINT);
      }
      if (reason.startsWith(RunEndTexts.NOT_STARTED + RunEndTexts.NOT_FOUND)) {
        return new Exit.Status(NOT_FOUND);
      }
      if (reason.startsWith(RunEndTexts.NOT_STARTED + "Permission denied")) {
        return new Exit.Status(NOT_EXECUTABLE);
      }
      return OURS;
    }

    @Override
    Exit broken() {
      return OURS;
    }

    @Override
    Exit interrupted(int signal) {
      return new Exit.Status(SIGNALED + signal);
    }
  };

  private static final Pattern EXITED = Pattern.compile(RunEndTexts.EXITED + "(\\d{1,3})\\b");
  private static final int SIGINT = 2;
  private static final int DEADLINE = 124;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int SIGNALED = 128;
  private static final Exit OURS = new Exit.Status(125);

  private final String next;
  private final Duration pause;

  Manner(String next, Duration pause) {
    this.next = next;
    this.pause = pause;
  }

  /** How the command ends after a run that did not succeed. */
  abstract Exit failed(String status, Optional<String> why);

  /** How it ends when it could not do its own part. */
  abstract Exit broken();

  /** How it ends after a signal. */
  abstract Exit interrupted(int signal);

  /** Where a run's log goes: it is our output, unless a stream of the run is that already. */
  PrintStream log(Invocation invocation, Parameters open) {
    return this == OWN && open.output().isEmpty() ? invocation.out() : invocation.err();
  }

  /** The command that tells more of a run. */
  String next(String id) {
    return next + id;
  }

  /** Between two lines that say how far a stream is. */
  Duration pause() {
    return pause;
  }
}
