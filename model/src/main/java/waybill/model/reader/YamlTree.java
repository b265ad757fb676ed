package waybill.model.reader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problems;

/**
 * One document's tree from a parser's events. From events, not from the library's own composed
 * nodes: composing recurses without a bound, so a few kilobytes of brackets end in a stack
 * overflow, and it has spent its memory before anybody can count.
 */
final class YamlTree {
  private final YamlEvents events;
  private final ReadLimits limits;
  private final Problems problems;
  private final YamlOptions options;
  private final YamlScalars scalars;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private int values;
  private int depth;
  private int deepest;

  /**
   * What an anchor names.
   *
   * @param value missing while its end was not read
   * @param values how many it counts for
   * @param height how many levels it has
   */
  private record Anchored(Span span, Optional<SpecValue> value, int values, int height) {}

  YamlTree(YamlEvents events, ReadLimits limits, YamlOptions options, Problems problems) {
    this.events = events;
    this.limits = limits;
    this.options = options;
    this.problems = problems;
    this.scalars = new YamlScalars(limits, options.rules(), problems);
  }

  /** The value that begins with the next event. */
  SpecValue value() {
    return value(events.next());
  }

  private SpecValue value(Event event) {
    if (event instanceof AliasEvent alias) {
      return alias(alias);
    }
    NodeEvent node = (NodeEvent) event;
    Optional<String> anchor = node.getAnchor().map(Anchor::getValue);
    if (anchor.isEmpty()) {
      return unanchored(event);
    }
    Span span = events.span(event);
    anchors.put(anchor.get(), new Anchored(span, Optional.empty(), 0, 0));
    int valuesBefore = values;
    int deepestBefore = deepest;
    deepest = depth;
    SpecValue value = unanchored(event);
    Anchored named = new Anchored(span, Optional.of(value), values - valuesBefore, deepest - depth);
    anchors.put(anchor.get(), named);
    deepest = Math.max(deepest, deepestBefore);
    return value;
  }

  private SpecValue unanchored(Event event) {
    count(1, events.span(event));
    if (event instanceof ScalarEvent scalar) {
      return scalars.value(scalar, events.span(event));
    }
    CollectionStartEvent start = (CollectionStartEvent) event;
    depth++;
    deepest = Math.max(deepest, depth);
    checkDepth(depth, start);
    SpecValue value =
        switch (start) {
          case MappingStartEvent _ -> mapping(start);
          case SequenceStartEvent _ -> sequence(start);
          default -> throw new IllegalStateException("no value begins with " + event);
        };
    depth--;
    return value;
  }

  private SpecValue alias(AliasEvent alias) {
    String name = alias.getAlias().getValue();
    Span span = events.span(alias);
    Anchored named = anchors.get(name);
    if (named == null) {
      problems.add(YamlFault.UNKNOWN_ALIAS.at(span, name));
      return new SpecNull("", true, span);
    }
    if (named.value().isEmpty()) {
      problems.add(
          YamlFault.RECURSIVE_ALIAS.at(span, name).withRelated(named.span(), "anchored here"));
      return new SpecNull("", true, span);
    }
    count(named.values(), span);
    deepest = Math.max(deepest, depth + named.height());
    checkDepth(depth + named.height(), alias);
    return named.value().get();
  }

  private SpecArray sequence(CollectionStartEvent start) {
    scalars.checkSequenceTag(start.getTag(), events.span(start));
    List<SpecValue> elements = new ArrayList<>();
    Span last = events.span(start);
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      SpecValue element = value(event);
      elements.add(element);
      last = placeOf(event, element);
      event = events.next();
    }
    return new SpecArray(elements, whole(start, last, event));
  }

  private SpecObject mapping(CollectionStartEvent start) {
    scalars.checkMappingTag(start.getTag(), events.span(start));
    List<SpecObject.Member> members = new ArrayList<>();
    List<SpecObject.Member> merged = new ArrayList<>();
    Map<String, Span> keys = new HashMap<>();
    Span last = events.span(start);
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      Span keySpan = events.span(event);
      SpecValue key = value(event);
      Event valueEvent = events.next();
      SpecValue value = value(valueEvent);
      last = placeOf(valueEvent, value);
      if (options.merges() && isMerge(key)) {
        merge(value, last, merged);
      } else if (key instanceof SpecScalar scalar) {
        String name = name(scalar);
        checkRepetition(keys.putIfAbsent(name, keySpan), name, keySpan);
        members.add(new SpecObject.Member(name, keySpan, value));
      } else {
        problems.add(YamlFault.KEY_NOT_SCALAR.at(keySpan));
      }
      event = events.next();
    }
    for (SpecObject.Member member : merged) {
      if (keys.putIfAbsent(member.key(), member.keySpan()) == null) {
        members.add(member);
      }
    }
    return new SpecObject(members, whole(start, last, event));
  }

  private String name(SpecScalar key) {
    return key instanceof SpecString ? key.written() : options.rules().key(key.written());
  }

  private void checkRepetition(@Nullable Span first, String name, Span span) {
    if (first != null && !options.repeatedKeys()) {
      problems.add(YamlFault.DUPLICATE_KEY.at(span, name).withRelated(first, "first here"));
    }
  }

  private static boolean isMerge(SpecValue key) {
    return key instanceof SpecString string && string.plain() && string.value().equals("<<");
  }

  /** Of several mappings the first that has a key wins; the mapping's own keys win over all. */
  private void merge(SpecValue value, Span span, List<SpecObject.Member> merged) {
    switch (value) {
      case SpecObject object -> merged.addAll(object.members());
      case SpecArray array -> {
        for (SpecValue element : array.elements()) {
          if (element instanceof SpecObject object) {
            merged.addAll(object.members());
          } else {
            problems.add(YamlFault.MERGE.at(element.span()));
          }
        }
      }
      case SpecScalar _ -> problems.add(YamlFault.MERGE.at(span));
    }
  }

  /** An alias stands elsewhere than what it stands for. */
  private Span placeOf(Event event, SpecValue value) {
    return event instanceof AliasEvent ? events.span(event) : value.span();
  }

  /** Block collections end, for the parser, where the next token begins: lines too late. */
  private Span whole(CollectionStartEvent start, Span last, Event end) {
    Span first = events.span(start);
    Span through = start.isFlow() ? events.span(end) : last;
    return through.endOffset() > first.startOffset() ? first.through(through) : first;
  }

  private void count(int more, Span span) {
    values += more;
    if (values > limits.values()) {
      throw events.stop(TextFault.TOO_MANY_VALUES.at(span, limits.values()));
    }
  }

  private void checkDepth(int levels, Event event) {
    if (levels > limits.depth()) {
      throw events.stop(TextFault.TOO_DEEP.at(events.span(event), limits.depth()));
    }
  }
}
