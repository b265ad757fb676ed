package waybill.model.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.snakeyaml.engine.v2.events.Event;
import waybill.model.document.Document;
import waybill.model.document.Source;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;

/**
 * Reads YAML 1.2, or 1.1 (in UTF-8, a byte order mark allowed) into documents. Plain scalars mean
 * what the core schema says; aliases become what they stand for; keys are the text of their
 * scalars. Immutable; for any number of threads.
 */
public final class YamlReader {
  private final ReadLimits limits;
  private final YamlOptions options;

  /** Within the default limits. */
  public YamlReader() {
    this(ReadLimits.DEFAULT);
  }

  public YamlReader(ReadLimits limits) {
    this(limits, YamlOptions.CORE);
  }

  private YamlReader(ReadLimits limits, YamlOptions options) {
    this.limits = limits;
    this.options = options;
  }

  /**
   * The same for YAML 1.1 as most programs in Go read it: {@code yes}, {@code off} and {@code n}
   * are booleans, {@code 010} is eight, {@code 1_000} a number, dates are strings, {@code <<}
   * merges, and a key that is a number or boolean is called by its value. Numbers come in decimal,
   * whatever was written.
   */
  public YamlReader inVersion11() {
    var older =
        new YamlOptions(OlderScalars.RULES, true, options.repeatedKeys(), options.firstOnly());
    return new YamlReader(limits, older);
  }

  /** The same, but the key {@code <<} brings in the members of other mappings. */
  public YamlReader merging() {
    var merging =
        new YamlOptions(options.rules(), true, options.repeatedKeys(), options.firstOnly());
    return new YamlReader(limits, merging);
  }

  /** The same, but a key may be repeated: every member stays in its mapping, in written order. */
  public YamlReader keepingRepeatedKeys() {
    var lenient = new YamlOptions(options.rules(), options.merges(), true, options.firstOnly());
    return new YamlReader(limits, lenient);
  }

  /** The same, but what follows the first document is not read. */
  public YamlReader onlyFirstDocument() {
    var first = new YamlOptions(options.rules(), options.merges(), options.repeatedKeys(), true);
    return new YamlReader(limits, first);
  }

  /**
   * The one document of a text.
   *
   * @param name of the text, for people
   * @throws ProblemsException if it is not exactly one good document, or does not begin with one
   *     where that is enough
   */
  public Document read(String name, byte[] utf8) {
    try {
      return read(name, new ByteArrayInputStream(utf8));
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory was not readable", e);
    }
  }

  /**
   * The one document of a stream, which is read to its end and not closed.
   *
   * @throws ProblemsException if it is not exactly one good document
   * @throws IOException if the bytes cannot be read
   */
  public Document read(String name, InputStream in) throws IOException {
    Source source = new Utf8Source(name, in, limits).readWhole();
    Problems problems = new Problems();
    YamlEvents events = new YamlEvents(source, problems);
    expect(events, Event.ID.StreamStart);
    Event first = events.next();
    if (first.getEventId() == Event.ID.StreamEnd) {
      throw events.stop(YamlFault.NO_DOCUMENT.at(events.span(first)));
    }
    SpecValue root = new YamlTree(events, limits, options, problems).value();
    expect(events, Event.ID.DocumentEnd);
    if (!options.firstOnly()) {
      Event next = events.next();
      if (next.getEventId() != Event.ID.StreamEnd) {
        problems.add(YamlFault.SEVERAL_DOCUMENTS.at(events.span(next)));
      }
    }
    problems.throwIfAnyError(source);
    return new Document(source, root);
  }

  private static void expect(YamlEvents events, Event.ID id) {
    Event event = events.next();
    if (event.getEventId() != id) {
      throw new IllegalStateException("expected " + id + ", not " + event);
    }
  }
}
