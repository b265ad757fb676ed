/**
 * {@code waybill doctor}: what this machine can do, found out by doing it, and what to change where
 * it cannot. Read {@link waybill.app.doctor.Doctor} first. Nothing here changes the machine.
 */
@org.jspecify.annotations.NullMarked
package waybill.app.doctor;
