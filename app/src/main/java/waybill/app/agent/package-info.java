/**
 * The command's own side of the agent, in the wiring: {@link waybill.app.agent.AgentRelay} is the
 * way of every command that runs there, so what it loads is counted. What the agent itself is made
 * of is wired in {@code waybill.app.AgentWiring}.
 */
@org.jspecify.annotations.NullMarked
package waybill.app.agent;
