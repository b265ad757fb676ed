/**
 * The agent's own side: {@link waybill.agent.server.AgentProcess} is its life, {@code AgentServer}
 * takes connections, {@code Session} speaks on one, and {@code Serving} gives a command what it
 * would have in a process of its own. It serves commands and knows none.
 */
@org.jspecify.annotations.NullMarked
package waybill.agent.server;
