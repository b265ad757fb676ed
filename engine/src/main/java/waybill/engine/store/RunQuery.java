package waybill.engine.store;

import java.util.Optional;

/**
 * Which runs are wanted.
 *
 * @param running only such as are not over
 * @param nativeIdPrefix only such whose native id begins so
 * @param limit at most so many, 1 or more
 */
public record RunQuery(boolean running, Optional<String> nativeIdPrefix, int limit) {

  /** The newest ones, whatever they are. */
  public static RunQuery newest(int limit) {
    return new RunQuery(false, Optional.empty(), limit);
  }
}
