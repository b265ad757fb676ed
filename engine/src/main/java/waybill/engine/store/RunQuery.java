package waybill.engine.store;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which runs are wanted.
 *
 * @param running only such as are not over
 * @param nativeIdPrefix only such whose native id begins so
 * @param before only such with smaller numbers
 * @param limit at most so many, 1 or more
 */
public record RunQuery(
    boolean running, Optional<String> nativeIdPrefix, OptionalLong before, int limit) {

  public RunQuery(boolean running, Optional<String> nativeIdPrefix, int limit) {
    this(running, nativeIdPrefix, OptionalLong.empty(), limit);
  }

  /** The newest ones, whatever they are. */
  public static RunQuery newest(int limit) {
    return new RunQuery(false, Optional.empty(), limit);
  }
}
