/**
 * The two notations in which an author writes many file names at once: {@link
 * waybill.images.pattern.Glob} chooses among names that exist, {@link
 * waybill.images.pattern.BraceExpansion} makes names up. Text in, text out: no file is touched
 * here.
 */
@org.jspecify.annotations.NullMarked
package waybill.images.pattern;
