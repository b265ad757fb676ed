/**
 * The HTTP API that the tool and other programs speak. Read {@link
 * waybill.dialects.tyger.api.TygerApi} first.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.tyger.api;
