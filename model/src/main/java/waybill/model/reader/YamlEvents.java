package waybill.model.reader;

import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;

/** The events of a text, their places, and the parser's exceptions as problems. */
final class YamlEvents {
  private final Iterator<Event> parser;
  private final PlaceIndex places;
  private final Source source;
  private final Problems problems;

  /** Code points up to the end of the last event: where a fault without a mark is told. */
  private int end;

  YamlEvents(Source source, Problems problems) {
    LoadSettings settings =
        LoadSettings.builder()
            // The bytes are counted already; the library would tell its limit without a place.
            .setCodePointLimit(Integer.MAX_VALUE)
            // While one token lasts, every refill copies what was read of it: with the usual
            // 1,024 characters, a comment of 16 MiB takes more than a minute.
            .setBufferSize(Math.max(1024, source.text().length() / 16))
            .build();
    this.parser = new Parse(settings).parseString(source.text()).iterator();
    this.places = new PlaceIndex(source);
    this.source = source;
    this.problems = problems;
  }

  /** The next event; after {@code StreamEnd} there is none. */
  Event next() {
    try {
      Event event = parser.next();
      end = event.getEndMark().map(Mark::getIndex).orElse(end);
      return event;
    } catch (MarkedYamlEngineException e) {
      throw stop(syntax(e));
    } catch (ReaderException e) {
      Span span = places.span(e.getPosition(), e.getPosition() + 1);
      throw stop(YamlFault.UNPRINTABLE.at(span, "U+%04X".formatted(e.getCodePoint())));
    } catch (YamlVersionException e) {
      throw stop(YamlFault.VERSION.at(places.span(end, end)));
    } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // The last two are faults of the library on hostile text, like the escape \UFFFFFFFF.
      throw stop(YamlFault.UNREADABLE.at(places.span(end, end), String.valueOf(e.getMessage())));
    }
  }

  Span span(Event event) {
    int first = event.getStartMark().map(Mark::getIndex).orElse(end);
    int last = event.getEndMark().map(Mark::getIndex).orElse(first);
    return places.span(first, last);
  }

  /** Reading ends with this problem, which comes after those found before. */
  ProblemsException stop(Problem last) {
    problems.add(last);
    return problems.exception(source);
  }

  private Problem syntax(MarkedYamlEngineException e) {
    int at = e.getProblemMark().map(Mark::getIndex).orElse(end);
    String message = e.getProblem();
    // The advice in the library's text is about indentation, whatever the character.
    int advice = message.indexOf(". (Do not use");
    String told = advice < 0 ? message : message.substring(0, advice);
    Problem problem = YamlFault.SYNTAX.at(places.span(at, at + 1), told).withHelp(help(message));
    Optional<Mark> context = e.getContextMark();
    if (context.isEmpty() || e.getContext() == null || context.get().getIndex() == at) {
      return problem;
    }
    int start = context.get().getIndex();
    return problem.withRelated(places.span(start, start + 1), e.getContext());
  }

  private static Optional<String> help(String message) {
    if (message.contains("(TAB)")) {
      return Optional.of("indent with spaces");
    }
    if (message.contains("'`'")) {
      return Optional.of("leave the back-quotes out: they are no quotes in YAML");
    }
    if (message.contains("cannot start any token")) {
      return Optional.of("put the value in quotes");
    }
    if (message.equals("mapping values are not allowed here")) {
      return Optional.of("put a value that holds `: ` in quotes, or check the indentation");
    }
    return Optional.empty();
  }
}
