/**
 * The process that outlives commands and owns what must be remembered, and the thin client that
 * commands are while something runs there. It serves invocations and knows no language.
 */
@org.jspecify.annotations.NullMarked
package waybill.agent;
