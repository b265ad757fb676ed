/**
 * Serves HTTP over a Unix socket. Read {@link waybill.web.server.WebServer} first; who answers is a
 * {@link waybill.web.server.WebHandler}, who never sees the library behind it. No path of any API
 * is named here.
 */
@org.jspecify.annotations.NullMarked
package waybill.web.server;
