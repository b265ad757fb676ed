/** Promises of what runs single executions. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.bacalhau.run;
