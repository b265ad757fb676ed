package waybill.dialects.bacalhau.job;

import java.util.List;

/**
 * All of a job that anything can still happen to.
 *
 * @param versions the latest one last, whether it is over or not; before it only such as are not.
 *     Empty for a job that does not exist yet
 */
record JobLife(List<Job> versions) {
  static final JobLife NONE = new JobLife(List.of());

  JobLife {
    versions = List.copyOf(versions);
  }

  Job latest() {
    return versions.getLast();
  }

  boolean isOver() {
    return versions.stream().allMatch(version -> version.state().isOver());
  }
}
