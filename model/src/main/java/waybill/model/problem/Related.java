package waybill.model.problem;

import waybill.model.document.Span;

/**
 * A second place that belongs to a problem, in the same text.
 *
 * @param word what it has to do with it, in a word or two: {@code first here}
 */
public record Related(Span span, String word) {}
