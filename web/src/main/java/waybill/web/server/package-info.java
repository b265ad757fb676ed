/** Serves HTTP over a Unix socket. Read {@link waybill.web.server.WebServer} first. No path of any API is named here. */
@org.jspecify.annotations.NullMarked
package waybill.web.server;
