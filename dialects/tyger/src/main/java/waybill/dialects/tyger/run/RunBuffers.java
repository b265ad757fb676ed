package waybill.dialects.tyger.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.problem.RuleTexts;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.RunRequest;
import waybill.dialects.tyger.spec.RunRequest.JobTarget;
import waybill.dialects.tyger.store.Buffers;
import waybill.dialects.tyger.store.NewBuffer;
import waybill.engine.store.LedgerChange;

/** Which buffers a run gets: those that were named, and new ones for the rest. */
final class RunBuffers {
  private static final String NAME_TAG = "bufferName";
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int ID_LENGTH = 26;
  private static final int BITS = 5;

  private final Buffers buffers;

  RunBuffers(Buffers buffers) {
    this.buffers = buffers;
  }

  /**
   * The buffers of a run.
   *
   * @param ids by parameter, inputs first
   * @param created of them those that are new; {@link #close} removes them unless they are kept
   */
  record Filled(Map<String, String> ids, List<NewBuffer> created) implements AutoCloseable {
    /** What makes the new ones buffers, to be committed with the run. */
    List<LedgerChange> changes() {
      return created.stream().flatMap(buffer -> buffer.changes().stream()).toList();
    }

    /** They were committed. */
    void keep() {
      created.forEach(NewBuffer::keep);
    }

    @Override
    public void close() {
      closeAll(created);
    }
  }

  /** All, also when one of them cannot be closed. */
  private static void closeAll(List<NewBuffer> buffers) {
    if (!buffers.isEmpty()) {
      try (NewBuffer _ = buffers.getFirst()) {
        closeAll(buffers.subList(1, buffers.size()));
      }
    }
  }

  /**
   * Makes sure that what is named exists and is meant.
   *
   * @return ids or {@link RunRequest#EPHEMERAL}, by parameter as the codespec writes it
   * @throws Refusal when one does not
   */
  Map<String, String> check(JobTarget job, Codespec codespec) {
    Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    codespec.inputs().forEach(name -> parameters.put(name, name));
    codespec.outputs().forEach(name -> parameters.put(name, name));
    Map<String, String> given = new LinkedHashMap<>();
    for (Map.Entry<String, String> argument : job.buffers().entrySet()) {
      String parameter = parameters.get(argument.getKey());
      String id = argument.getValue();
      if (parameter == null) {
        throw Refusal.invalid(RuleTexts.strayArgument(argument.getKey(), id));
      }
      if (!id.equals(RunRequest.EPHEMERAL) && buffers.find(id, false).isEmpty()) {
        throw Refusal.invalid("The buffer '" + id + "' was not found");
      }
      if (given.put(parameter, id) != null) {
        throw Refusal.invalid(RuleTexts.repeatedArgument(parameter));
      }
    }
    return given;
  }

  /**
   * Prepares the buffers that are missing.
   *
   * @param given what {@link #check} returned
   */
  Filled fill(long run, JobTarget job, Codespec codespec, Map<String, String> given, Instant now) {
    Map<String, String> ids = new LinkedHashMap<>();
    List<NewBuffer> created = new ArrayList<>();
    List<String> parameters = new ArrayList<>(codespec.inputs());
    parameters.addAll(codespec.outputs());
    Optional<Instant> expiresAt = job.bufferTtl().map(now::plus);
    boolean whole = false;
    try {
      for (String parameter : parameters) {
        String id = given.getOrDefault(parameter, "");
        if (id.equals(RunRequest.EPHEMERAL)) {
          id = "run-" + run + "-temp-" + newId();
        } else if (id.isEmpty()) {
          Map<String, String> tags = new LinkedHashMap<>(job.tags());
          tags.put(NAME_TAG, parameter);
          NewBuffer made = buffers.prepare(tags, expiresAt);
          created.add(made);
          id = made.buffer().id();
        }
        ids.put(parameter, id);
      }
      whole = true;
      return new Filled(Collections.unmodifiableMap(ids), created);
    } finally {
      if (!whole) {
        closeAll(created);
      }
    }
  }

  /** Whether an id is that of a buffer that is not stored. */
  static boolean isEphemeral(String id) {
    return id.indexOf('-') >= 0;
  }

  /** What a parameter's pipe is called in the environment. */
  static String variable(String parameter) {
    return parameter.toUpperCase(Locale.ROOT) + "_PIPE";
  }

  /** As ids of buffers look; from a random number that nobody can guess. */
  private static String newId() {
    UUID random = UUID.randomUUID();
    var id = new StringBuilder(ID_LENGTH);
    long high = random.getMostSignificantBits();
    long low = random.getLeastSignificantBits();
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ALPHABET.charAt((int) (low & 31)));
      low = low >>> BITS | high << (Long.SIZE - BITS);
      high >>>= BITS;
    }
    return id.toString();
  }
}
