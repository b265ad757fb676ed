/**
 * The sandbox: what the launcher (C, in {@code sandbox/launcher}) is told and what it says. Read
 * {@link waybill.sandbox.PlanBuilder} first, which decides everything about a sandbox and does
 * nothing; then {@link waybill.sandbox.Launcher}, which carries plans to the launcher's workers.
 * Where layers lie and which tasks run when is not known here.
 */
@org.jspecify.annotations.NullMarked
package waybill.sandbox;
