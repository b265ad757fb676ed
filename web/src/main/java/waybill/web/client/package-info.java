/**
 * Asks HTTP servers, over TCP and over Unix sockets. Read {@link waybill.web.client.WebClient}
 * first.
 */
@org.jspecify.annotations.NullMarked
package waybill.web.client;
