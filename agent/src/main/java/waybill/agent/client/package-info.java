/**
 * The side of a command that runs in the agent: {@link waybill.agent.client.AgentClient} first.
 * What is loaded here adds to the time of every such command, so what is only needed now and then,
 * such as starting an agent, is in classes of its own.
 */
@org.jspecify.annotations.NullMarked
package waybill.agent.client;
