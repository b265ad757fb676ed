/**
 * What tasks need of a machine and what there is. Start with {@link waybill.engine.room.Capacity}.
 * Who gets it when is decided elsewhere.
 */
@org.jspecify.annotations.NullMarked
package waybill.engine.room;
