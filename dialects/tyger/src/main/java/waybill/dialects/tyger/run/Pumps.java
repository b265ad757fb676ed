package waybill.dialects.tyger.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import waybill.dialects.tyger.problem.RunEndTexts;
import waybill.dialects.tyger.spec.Codespec;
import waybill.files.NamedPipe;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * All that moves bytes between the buffers of one run and its pipes. There is a thread for each
 * stored buffer, and that only while the program runs.
 */
final class Pumps {
  private static final String SUFFIX = ".pipe";

  private final BufferStreams streams;
  private final BiConsumer<String, String> failed;
  private final Map<String, String> inputs = new LinkedHashMap<>();
  private final Map<String, String> outputs = new LinkedHashMap<>();
  private final Map<String, RelayEnd> relays = new LinkedHashMap<>();
  private final ProgramEnd program = new ProgramEnd();
  private final List<Pump> stored = new ArrayList<>();

  /**
   * Of a run that has not begun.
   *
   * @param buffers of the run: ids by parameter
   * @param failed told which parameter's buffer makes the run fail, and why
   */
  Pumps(
      BufferStreams streams,
      Codespec codespec,
      Map<String, String> buffers,
      BiConsumer<String, String> failed) {
    this.streams = streams;
    this.failed = failed;
    codespec.inputs().forEach(name -> add(name, buffers, inputs, true));
    codespec.outputs().forEach(name -> add(name, buffers, outputs, false));
  }

  private void add(
      String parameter, Map<String, String> buffers, Map<String, String> direct, boolean input) {
    String id = buffers.getOrDefault(parameter, "");
    if (RunBuffers.isEphemeral(id)) {
      var relay = new RelayEnd(parameter, input, program, why -> failed.accept(parameter, why));
      relays.put(parameter, relay);
    } else {
      direct.put(parameter, id);
    }
  }

  /** Those that are not stored, by their ids. */
  Map<String, RelayEnd> relays(Map<String, String> buffers) {
    Map<String, RelayEnd> byId = new LinkedHashMap<>();
    relays.forEach((parameter, relay) -> byId.put(buffers.getOrDefault(parameter, ""), relay));
    return byId;
  }

  /** What the pipe of a parameter is called in its folder. */
  static String fileName(String parameter) {
    return parameter + SUFFIX;
  }

  boolean isEmpty() {
    return inputs.isEmpty() && outputs.isEmpty() && relays.isEmpty();
  }

  /**
   * Makes the pipes. Whoever runs in the task may open them, whatever id that is.
   *
   * @param scratch of the run
   * @param folder below it, which does not exist
   * @throws FailureException when they cannot be made
   */
  void makePipes(Path scratch, Path folder) {
    try {
      Files.createDirectories(folder);
      // pipes are for whoever the program runs as: nobody else may come to them
      Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwx------"));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      for (var parameters : List.of(inputs.keySet(), outputs.keySet(), relays.keySet())) {
        for (String parameter : parameters) {
          NamedPipe.make(folder.resolve(fileName(parameter)), "rw-rw-rw-");
        }
      }
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
              OsReason.isDiskFull(e) ? FailureCode.DISK_FULL : FailureCode.STORE_UNREADABLE,
              RunEndTexts.NOT_STARTED
                  + "its pipes cannot be made in "
                  + folder
                  + ": "
                  + OsReason.of(e)),
          e);
    }
  }

  /** The program is about to begin. */
  void begin(Path folder) {
    synchronized (stored) {
      inputs.forEach(
          (parameter, id) ->
              start(parameter, PipeEnd.writing(path(folder, parameter)), pipe -> feed(id, pipe)));
      outputs.forEach(
          (parameter, id) ->
              start(parameter, PipeEnd.reading(path(folder, parameter)), pipe -> take(id, pipe)));
    }
    relays.forEach((parameter, relay) -> relay.begin(path(folder, parameter)));
  }

  private static Path path(Path folder, String parameter) {
    return folder.resolve(fileName(parameter));
  }

  private void start(String parameter, PipeEnd end, Pump.Work work) {
    var pump = new Pump("pipe " + parameter, end, work, fault -> tell(parameter, fault));
    pump.start();
    stored.add(pump);
  }

  private void feed(String buffer, FileChannel pipe) throws IOException, InterruptedException {
    var out = new ToProgram(pipe);
    try {
      if (!program.isOver()) {
        streams.read(buffer, out);
      }
    } catch (IOException | RuntimeException e) {
      if (!out.isRefused() && !program.isOver()) {
        throw e;
      }
    }
  }

  private void take(String buffer, FileChannel pipe) throws IOException, InterruptedException {
    var in = new FromProgram(pipe, program);
    try {
      streams.write(buffer, in);
    } catch (IOException | RuntimeException e) {
      if (!in.programFailed()) {
        throw e;
      }
    }
  }

  private void tell(String parameter, Throwable fault) {
    String direction = inputs.containsKey(parameter) ? "input" : "output";
    String what = inputs.containsKey(parameter) ? "read" : "written";
    failed.accept(
        parameter,
        "The "
            + direction
            + " buffer '"
            + parameter
            + "' could not be "
            + what
            + ": "
            + reason(fault));
  }

  private static String reason(Throwable fault) {
    return switch (fault) {
      case FailureException e -> e.failure().message();
      case IOException e -> OsReason.of(e);
      default -> fault.toString(); // a fault of ours
    };
  }

  /** The program is over, or will never be started. */
  void programOver(boolean well) {
    program.told(well);
    try {
      synchronized (stored) {
        int index = 0;
        for (Pump pump : stored) {
          if (index++ < inputs.size()) {
            pump.stop();
          } else {
            pump.finish();
          }
        }
      }
      for (RelayEnd relay : relays.values()) {
        relay.programOver();
      }
    } catch (IOException e) {
      failed.accept("", "The pipes of the run cannot be opened any more: " + OsReason.of(e));
    }
  }

  /** Waits until all that the program wrote has gone on. */
  void await() throws InterruptedException {
    for (Pump pump : working()) {
      pump.join();
    }
  }

  private List<Pump> working() {
    synchronized (stored) {
      List<Pump> all = new ArrayList<>(stored);
      relays.values().stream()
          .filter(relay -> !relay.isInput())
          .forEach(relay -> relay.pump().ifPresent(all::add));
      return all;
    }
  }

  /** Ends everything; nothing of it works any more when it returns. Not to be interrupted. */
  void abort() {
    try {
      synchronized (stored) {
        for (Pump pump : stored) {
          pump.stop();
        }
      }
      for (RelayEnd relay : relays.values()) {
        relay.stop();
      }
      await();
    } catch (IOException | InterruptedException e) {
      failed.accept("", "Pumps of the run could not be ended: " + e);
    }
  }

  /** Marks what is stored and has not ended as failed. */
  void failOutputs() {
    outputs.values().forEach(streams::fail);
  }
}
