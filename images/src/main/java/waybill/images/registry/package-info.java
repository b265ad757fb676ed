/**
 * Images of registries, by the OCI distribution protocol. Read {@link
 * waybill.images.registry.RegistryClient} first: what it asks for. Below it {@link
 * waybill.images.registry.Exchange} tries a request until it has an answer or a reason, {@link
 * waybill.images.registry.Authorizer} knows what to say to who asks for a login, and {@link
 * waybill.images.registry.HttpDoor} is the only class that speaks HTTP. Nothing here writes a file.
 *
 * <p>A registry may lie, stall, cut off and send us elsewhere: sizes, times, redirects and attempts
 * are bounded, content is verified, and what is secret is neither sent on nor told in a message.
 */
@org.jspecify.annotations.NullMarked
package waybill.images.registry;
