/** Tests of what people configure. */
@org.jspecify.annotations.NullMarked
package waybill.app.settings;
