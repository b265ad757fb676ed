/**
 * What client and agent say to each other: {@link waybill.agent.wire.FrameKind} lists it, {@link
 * waybill.agent.wire.Link} carries it. Every command that runs in the agent loads these classes, so
 * they are few and plain.
 */
@org.jspecify.annotations.NullMarked
package waybill.agent.wire;
