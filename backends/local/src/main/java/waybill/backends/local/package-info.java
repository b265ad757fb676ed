/**
 * Runs attempts on this machine. Read {@link waybill.backends.local.LocalAttempt}: the life of one
 * attempt, from top to bottom. What an attempt is for, and when it may run, is the engine's
 * business; how a sandbox is made is the sandbox's.
 */
@org.jspecify.annotations.NullMarked
package waybill.backends.local;
