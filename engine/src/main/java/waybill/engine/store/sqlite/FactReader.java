package waybill.engine.store.sqlite;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.Event.Written;
import waybill.engine.event.LayerUse;
import waybill.engine.event.Phases;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Errno;
import waybill.model.task.Outcome;
import waybill.model.task.SetupFailure;
import waybill.model.task.StandardStream;
import waybill.model.task.Usage;

/** Makes facts again of what {@link FactJson} wrote. */
final class FactReader {
  private final Map<String, Object> members;

  private FactReader(Map<String, Object> members) {
    this.members = members;
  }

  /**
   * The fact, or nothing when it is of a kind that only a later version knows.
   *
   * @param output the bytes, where it is output
   * @throws IllegalArgumentException when it is no fact at all
   */
  static Optional<Fact> fact(String type, String body, byte[] output) {
    var reader = new FactReader(parse(body));
    return Optional.ofNullable(
        switch (type) {
          case "task.waiting" ->
              new Event.TaskWaiting(
                  reader.word("for", Event.WaitReason.class),
                  Instant.ofEpochSecond(
                      reader.number("sinceSeconds"), reader.number("sinceNanos")));
          case "attempt.started" -> new Event.AttemptStarted();
          case "attempt.ended" ->
              new Event.AttemptEnded(
                  reader.outcome(),
                  reader.usage(),
                  reader.phases(),
                  reader.written("stdout"),
                  reader.written("stderr"));
          case "task.ended" -> new Event.TaskEnded(reader.outcome());
          case "run.started" ->
              new Event.SubmissionStarted(
                  reader.string("kind"), reader.string("name"), reader.string("id"));
          case "run.ended" -> new Event.SubmissionEnded(reader.ending());
          case "group.started" ->
              new Event.GroupStarted(
                  reader.string("kind"), reader.string("label"), reader.string("detail"));
          case "group.ended" -> new Event.GroupEnded(reader.ending(), reader.string("detail"));
          case "remark" -> new Event.Remark(reader.string("text"));
          case "output" ->
              new Event.OutputWritten(reader.word("stream", StandardStream.class), output);
          default -> null; // of a later version
        });
  }

  static Ending ending(String body) {
    return new FactReader(parse(body)).ending();
  }

  private Outcome outcome() {
    FactReader of = object("outcome");
    return switch (of.string("kind")) {
      case "exited" -> new Outcome.Exited((int) of.number("code"));
      case "signaled" -> new Outcome.Signaled((int) of.number("signal"));
      case "timedOut" -> new Outcome.TimedOut();
      case "outOfMemory" -> new Outcome.OutOfMemory();
      case "cancelled" -> new Outcome.Cancelled(of.word("by", Outcome.Canceller.class));
      case "notStarted" ->
          new Outcome.NotStarted(
              new SetupFailure(
                  of.word("call", SetupFailure.Call.class),
                  of.string("subject"),
                  of.string("target"),
                  new Errno((int) of.number("errno"))));
      case "failed" ->
          new Outcome.Failed(
              new Failure(
                  of.word("code", FailureCode.class), of.string("message"), of.optional("help")));
      default -> throw new IllegalArgumentException("no outcome: " + of.string("kind"));
    };
  }

  private Ending ending() {
    FactReader of = object("ending");
    return switch (of.string("kind")) {
      case "succeeded" -> new Ending.Succeeded();
      case "failed" -> new Ending.Failed(of.string("message"));
      case "killed" -> new Ending.Killed(of.word("by", Outcome.Canceller.class));
      case "skipped" -> new Ending.Skipped(of.string("reason"));
      default -> throw new IllegalArgumentException("no ending: " + of.string("kind"));
    };
  }

  private Usage usage() {
    FactReader of = object("usage");
    return new Usage(
        of.number("wall"),
        of.number("user"),
        of.number("system"),
        of.number("peak"),
        of.number("read"),
        of.number("written"),
        of.members.get("disk") instanceof Long disk ? disk : 0);
  }

  private Phases phases() {
    FactReader of = object("phases");
    var layers = new ArrayList<LayerUse>();
    if (of.members.get("used") instanceof List<?> used) {
      for (Object layer : used) {
        FactReader each = objectOf(layer);
        layers.add(new LayerUse(each.string("digest"), each.optional("because")));
      }
    }
    return new Phases(
        of.number("wait"),
        of.number("image"),
        of.number("layers"),
        of.number("launch"),
        of.number("run"),
        of.number("publish"),
        layers);
  }

  private Written written(String name) {
    FactReader of = object(name);
    return new Written(of.number("bytes"), of.number("lost"));
  }

  private FactReader object(String name) {
    return objectOf(members.get(name));
  }

  @SuppressWarnings("unchecked") // Only parse() makes such maps, and with these keys.
  private static FactReader objectOf(@org.jspecify.annotations.Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return new FactReader((Map<String, Object>) map);
    }
    throw new IllegalArgumentException("an object is missing");
  }

  private String string(String name) {
    return optional(name)
        .orElseThrow(() -> new IllegalArgumentException("`" + name + "` is missing"));
  }

  private Optional<String> optional(String name) {
    return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private long number(String name) {
    if (members.get(name) instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException("`" + name + "` is missing");
  }

  private <E extends Enum<E>> E word(String name, Class<E> type) {
    return Enum.valueOf(type, string(name).toUpperCase(Locale.ROOT));
  }

  private static Map<String, Object> parse(String body) {
    try (JsonParser in = FactJson.JSON.createParser(ObjectReadContext.empty(), body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no object");
      }
      return object(in);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  private static Map<String, Object> object(JsonParser in) {
    var members = new HashMap<String, Object>();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      in.nextToken();
      members.put(name, value(in));
    }
    return members;
  }

  private static Object value(JsonParser in) {
    return switch (in.currentToken()) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> {
        var items = new ArrayList<Object>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(in));
        }
        yield items;
      }
      case VALUE_NUMBER_INT -> in.getLongValue();
      default -> in.getString(); // texts; nothing else is written
    };
  }
}
