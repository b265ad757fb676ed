/** The one place that touches the JDK's internal class for signals. Nothing else belongs here. */
@org.jspecify.annotations.NullMarked
package waybill.signals;
