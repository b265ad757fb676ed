package waybill.dialects.opspec.call;

import java.nio.file.Path;
import java.util.Optional;
import waybill.dialects.opspec.source.LoadedOp;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/**
 * An op that is being run, and who called it.
 *
 * @param ref by which it was called
 * @param caller empty for the op that the run began with
 * @param certain whether the caller calls it whatever happens: there is no condition and no loop
 *     around the call
 * @param depth 1 for the op that the run began with
 */
record ActiveOp(
    LoadedOp loaded, String ref, Optional<ActiveOp> caller, boolean certain, int depth) {

  /** So many ops may be called within each other. */
  static final int MAX_DEPTH = 100;

  static ActiveOp root(LoadedOp loaded, String ref) {
    return new ActiveOp(loaded, ref, Optional.empty(), true, 1);
  }

  /**
   * An op that this one calls.
   *
   * @throws waybill.model.failure.FailureException when it calls itself for ever: certainly, or as
   *     far as anybody can tell
   */
  ActiveOp calls(LoadedOp called, String calledRef, boolean certainly) {
    if (depth >= MAX_DEPTH) {
      throw refusal("more than " + MAX_DEPTH + " ops call each other", called, calledRef, 5);
    }
    boolean surely = certainly;
    for (Optional<ActiveOp> op = Optional.of(this); op.isPresent(); op = op.get().caller()) {
      if (surely && sameFolder(op.get(), called.folder())) {
        throw refusal("ops call each other for ever", called, calledRef, MAX_DEPTH);
      }
      surely = surely && op.get().certain();
    }
    return new ActiveOp(called, calledRef, Optional.of(this), certainly, depth + 1);
  }

  private static boolean sameFolder(ActiveOp op, Path folder) {
    return op.loaded().folder().equals(folder);
  }

  /** With the chain of calls: the last ones, and the first. */
  private RuntimeException refusal(String what, LoadedOp called, String calledRef, int shown) {
    StringBuilder chain = new StringBuilder(named(calledRef, called.folder()));
    int count = 0;
    for (Optional<ActiveOp> op = Optional.of(this); op.isPresent(); op = op.get().caller()) {
      boolean last = op.get().caller().isEmpty();
      if (count++ < shown || last) {
        chain.insert(0, named(op.get().ref(), op.get().loaded().folder()) + " -> ");
      } else if (count == shown + 1) {
        chain.insert(0, "... -> ");
      }
    }
    return Failure.of(FailureCode.SPEC_INVALID, what + ": " + chain).asException();
  }

  private static String named(String ref, Path folder) {
    return ref.equals(folder.toString()) ? ref : ref + " [" + folder + "]";
  }
}
