package waybill.sandbox;

/**
 * An ordinary user's subordinate ids, which become the ids 1 to 65535 of a range; 0 is the user.
 *
 * @param firstUser of 65,535 user ids, see subuid(5)
 * @param firstGroup of 65,535 group ids, see subgid(5)
 */
public record SubordinateIds(int firstUser, int firstGroup) {}
