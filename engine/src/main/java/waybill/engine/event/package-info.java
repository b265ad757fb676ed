/**
 * What happened, told to whoever shows or keeps it. Read {@link waybill.engine.event.Event} first:
 * everything a person sees of a run is a fold over these. {@link waybill.engine.event.EventSink} is
 * where they go. Facts only: no decision may be taken from an event, and no words for people are
 * made here.
 */
@org.jspecify.annotations.NullMarked
package waybill.engine.event;
