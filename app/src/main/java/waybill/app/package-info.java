/**
 * The program: {@link waybill.app.Main} is where it begins, {@link waybill.app.Wiring} puts the
 * parts together. The only place that touches the process's own streams, environment, signals and
 * exit; and no rule of any language or of the engine belongs here.
 */
@org.jspecify.annotations.NullMarked
package waybill.app;
