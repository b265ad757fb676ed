/** Speaks to the API. Read {@link waybill.dialects.tyger.client.ApiClient} first. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.client;
