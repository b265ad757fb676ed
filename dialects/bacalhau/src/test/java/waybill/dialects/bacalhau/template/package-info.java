/** Tests of templates. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.template;
