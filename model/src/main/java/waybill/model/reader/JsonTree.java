package waybill.model.reader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;

/**
 * One document's tree from a parser's tokens. Places come from walking over the text, because the
 * parser tells those of keys wrongly near the end of its buffer.
 */
final class JsonTree {
  private final JsonParser parser;
  private final Utf8Source source;
  private final ReadLimits limits;
  private final boolean repeatedKeys;
  private final Problems found = new Problems();
  private final List<Open> open = new ArrayList<>();
  private int values;

  /** An object or list whose end was not read yet. */
  private record Open(Place start, JsonDiagnosis.Container kind) {}

  JsonTree(JsonParser parser, Utf8Source source, ReadLimits limits, boolean repeatedKeys) {
    this.parser = parser;
    this.source = source;
    this.limits = limits;
    this.repeatedKeys = repeatedKeys;
  }

  /** The value that begins with this token; reads to its last token and no further. */
  SpecValue value(JsonToken token) {
    Place start = source.toToken();
    if (++values > limits.values()) {
      throw stop(TextFault.TOO_MANY_VALUES.at(start.to(start), limits.values()));
    }
    return switch (token) {
      case START_OBJECT -> object(start);
      case START_ARRAY -> array(start);
      case VALUE_STRING -> {
        String value = parser.getString();
        Span span = start.to(source.overString());
        TextFault.checkString(value, span, limits, found);
        yield new SpecString(value, span);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(start, parser.getString());
      case VALUE_TRUE -> new SpecBoolean(true, start.to(source.over(4)));
      case VALUE_FALSE -> new SpecBoolean(false, start.to(source.over(5)));
      case VALUE_NULL -> new SpecNull(start.to(source.over(4)));
      default -> // names, ends and what only binary formats have
          throw new IllegalStateException("no value begins with " + token);
    };
  }

  private SpecNumber number(Place start, String text) {
    Span span = start.to(source.over(text.length()));
    TextFault.checkNumber(text, span, found);
    return new SpecNumber(text, span);
  }

  private SpecArray array(Place start) {
    open(start, JsonDiagnosis.Container.LIST);
    List<SpecValue> elements = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      elements.add(value(token));
      token = parser.nextToken();
    }
    return new SpecArray(elements, start.to(close()));
  }

  private SpecObject object(Place start) {
    open(start, JsonDiagnosis.Container.OBJECT);
    List<SpecObject.Member> members = new ArrayList<>();
    Map<String, Span> keys = new HashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      Place keyStart = source.toToken();
      Span keySpan = keyStart.to(source.overString());
      TextFault.checkString(key, keySpan, limits, found);
      Span first = keys.putIfAbsent(key, keySpan);
      if (first != null && !repeatedKeys) {
        found.add(JsonFault.DUPLICATE_KEY.at(keySpan, key).withRelated(first, "first here"));
      }
      members.add(new SpecObject.Member(key, keySpan, value(parser.nextToken())));
    }
    return new SpecObject(members, start.to(close()));
  }

  private void open(Place start, JsonDiagnosis.Container kind) {
    Place end = source.over(1);
    if (open.size() == limits.depth()) {
      throw stop(TextFault.TOO_DEEP.at(start.to(end), limits.depth()));
    }
    open.add(new Open(start, kind));
  }

  private Place close() {
    open.removeLast();
    source.toToken();
    return source.over(1);
  }

  /** Ends reading if the tree that was read has problems. */
  void throwIfAnyError(Source document) {
    found.throwIfAnyError(document);
  }

  /** The parser would not take the character of that index. */
  ProblemsException broken(long index) {
    Source read = source.readSoFar();
    JsonDiagnosis.Container container =
        open.isEmpty() ? JsonDiagnosis.Container.NONE : open.getLast().kind();
    int at = source.indexInDocument(index);
    Problem problem = new JsonDiagnosis(read, at, source.indexInDocument(), container).problem();
    return stop(openedHere(problem));
  }

  /** A text that ends too early is wrong where something was opened and not closed. */
  private Problem openedHere(Problem problem) {
    boolean ends =
        problem.code().equals(JsonFault.END_IN_OBJECT.code())
            || problem.code().equals(JsonFault.END_IN_LIST.code());
    if (!ends) {
      return problem;
    }
    Place start = open.getLast().start();
    Place end = new Place(start.line(), start.column() + 1, start.offset() + 1);
    return problem.withRelated(start.to(end), "opened here");
  }

  /** The next character after the value should not be there. */
  ProblemsException stopHere(JsonFault fault) {
    int at = source.indexInDocument();
    Source read = source.readSoFar();
    return stop(fault.at(read, at, read.text().offsetByCodePoints(at, 1)));
  }

  /** Reading ends with this problem, which comes after those found before. */
  ProblemsException stop(Problem last) {
    found.add(last);
    return found.exception(source.readSoFar());
  }
}
