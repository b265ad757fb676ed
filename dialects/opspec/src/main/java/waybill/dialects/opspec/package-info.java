/**
 * The Opspec language. Packages follow its grammar; read {@code written} first, then {@code call}.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.opspec;
