package waybill.model.reader;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import waybill.model.document.Document;
import waybill.model.document.Source;
import waybill.model.document.SpecValue;
import waybill.model.problem.ProblemsException;

/**
 * A stream of JSON documents that stand one after the other, with or without white space between
 * them. A document is given out as soon as its last character was read: what follows it is neither
 * waited for nor looked at. Takes the memory of one document. For one thread.
 */
public final class JsonDocuments {
  /**
   * Without the library's limits, which have no places: ours are checked token by token. Without
   * its table of known names, whose hash an attacker can aim at.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final Utf8Source source;
  private final ReadLimits limits;
  private final boolean repeatedKeys;
  private final JsonParser parser;
  private boolean over;

  JsonDocuments(Utf8Source source, ReadLimits limits, boolean repeatedKeys) {
    this.source = source;
    this.limits = limits;
    this.repeatedKeys = repeatedKeys;
    this.parser = FACTORY.createParser(ObjectReadContext.empty(), source);
  }

  /**
   * The next document; empty at the end of the stream, and after a problem, which ends the stream.
   *
   * @throws ProblemsException if the text is not JSON, or more of it than the limits allow
   * @throws IOException if the bytes cannot be read
   */
  public Optional<Document> next() throws IOException {
    if (over) {
      return Optional.empty();
    }
    over = true;
    Optional<Document> document = read(false);
    over = document.isEmpty();
    return document;
  }

  /** The one document there is, with all the text around it. */
  Document only() throws IOException {
    source.beginWhole();
    Optional<Document> document = read(true);
    if (document.isEmpty()) {
      Place end = source.toToken();
      throw new ProblemsException(source.readSoFar(), JsonFault.NO_DOCUMENT.at(end.to(end)));
    }
    return document.get();
  }

  private Optional<Document> read(boolean only) throws IOException {
    JsonTree tree = new JsonTree(parser, source, limits, repeatedKeys);
    try {
      @Nullable JsonToken first = parser.nextToken();
      if (first == null) {
        return Optional.empty();
      }
      if (!only) {
        source.beginDocument();
      }
      SpecValue root = tree.value(first);
      if (only && source.toMoreText()) {
        throw tree.stopHere(JsonFault.TEXT_AFTER_DOCUMENT);
      }
      Source text = source.endDocument();
      tree.throwIfAnyError(text);
      return Optional.of(new Document(text, root));
    } catch (StreamReadException e) {
      throw tree.broken(e.getLocation().getCharOffset());
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }
}
