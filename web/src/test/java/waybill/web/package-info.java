/** Client and server against each other. */
@org.jspecify.annotations.NullMarked
package waybill.web;
