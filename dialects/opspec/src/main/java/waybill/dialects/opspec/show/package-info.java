/**
 * How runs and descriptions look to people: the lines of a log, the tree of calls, the block of a
 * failure, Markdown as text. All but the last are folds over stored events, in which secrets are
 * masked; nothing here runs or decides.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec.show;
