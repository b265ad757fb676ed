/** Tests of verbs. */
@org.jspecify.annotations.NullMarked
package waybill.app.verb;
