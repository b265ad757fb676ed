/** Tests of how the agent is started. */
@org.jspecify.annotations.NullMarked
package waybill.app.agent;
