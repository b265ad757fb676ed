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
   * @param created of them those that are new
   */
  record Filled(Map<String, String> ids, List<String> created) {}

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
   * Makes the buffers that are missing.
   *
   * @param given what {@link #check} returned
   */
  Filled fill(long run, JobTarget job, Codespec codespec, Map<String, String> given, Instant now) {
    Map<String, String> ids = new LinkedHashMap<>();
    List<String> created = new ArrayList<>();
    List<String> parameters = new ArrayList<>(codespec.inputs());
    parameters.addAll(codespec.outputs());
    Optional<Instant> expiresAt = job.bufferTtl().map(now::plus);
    for (String parameter : parameters) {
      String id = given.getOrDefault(parameter, "");
      if (id.equals(RunRequest.EPHEMERAL)) {
        id = "run-" + run + "-temp-" + newId();
      } else if (id.isEmpty()) {
        Map<String, String> tags = new LinkedHashMap<>(job.tags());
        tags.put(NAME_TAG, parameter);
        id = buffers.create(tags, expiresAt).id();
        created.add(id);
      }
      ids.put(parameter, id);
    }
    return new Filled(Collections.unmodifiableMap(ids), created);
  }

  /** Removes what was made for a run that there is not. */
  void undo(Filled filled) {
    for (String id : filled.created()) {
      buffers.delete(id);
      buffers.purge(id);
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
