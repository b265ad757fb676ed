package waybill.dialects.opspec.call;

import java.util.Optional;

/**
 * Where a call stands in the tree of its run.
 *
 * @param path unique in the run; empty for its root
 * @param id of the call
 * @param parentId empty for the root
 * @param op that the call is written in
 * @param branch of whose thread it runs
 * @param depth 0 for the root
 * @param certain whether nothing but kill and failure keeps the call from happening once its op has
 *     begun
 */
record CallPlace(
    String path,
    String id,
    Optional<String> parentId,
    ActiveOp op,
    Branch branch,
    int depth,
    boolean certain) {

  /** So many calls may stand within each other, those of called ops included. */
  static final int MAX_DEPTH = 500;

  static CallPlace root(String id, ActiveOp op, Branch branch) {
    return new CallPlace("", id, Optional.empty(), op, branch, 0, true);
  }

  /** Of a call within this one, in the same thread. */
  CallPlace child(String segment) {
    return child(segment, branch, certain);
  }

  /** Of a call within this one. */
  CallPlace child(String segment, Branch in, boolean certainly) {
    return new CallPlace(
        path.isEmpty() ? segment : path + '/' + segment,
        CallIds.next(),
        Optional.of(id),
        op,
        in,
        depth + 1,
        certainly);
  }

  /** Of what a loop does in one iteration. */
  CallPlace iteration(int index, String segment, Branch in) {
    return new CallPlace(
        path + '[' + index + "]/" + segment,
        CallIds.next(),
        Optional.of(id),
        op,
        in,
        depth + 1,
        false);
  }

  /** The same call, which may not happen. */
  CallPlace uncertain() {
    return new CallPlace(path, id, parentId, op, branch, depth, false);
  }

  /** Of what a called op does. */
  CallPlace inside(ActiveOp called, String segment) {
    return new CallPlace(
        path.isEmpty() ? segment : path + '/' + segment,
        CallIds.next(),
        Optional.of(id),
        called,
        branch,
        depth + 1,
        true);
  }
}
