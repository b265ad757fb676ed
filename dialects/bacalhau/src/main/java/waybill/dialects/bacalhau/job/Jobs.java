package waybill.dialects.bacalhau.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import waybill.dialects.bacalhau.spec.Constraint;
import waybill.dialects.bacalhau.spec.JobSpec;

/**
 * The jobs of this machine. What a method promises is durable when it returns. All methods may be
 * called by any thread; what cannot be done is told by a {@link
 * waybill.model.failure.FailureException}.
 */
public interface Jobs {

  /**
   * Takes a job: a new one, or the next version of the one with its name.
   *
   * @param force also when it is the same as the latest version
   * @return the version that was made
   */
  default Job submit(JobSpec spec, boolean force) {
    return submit(spec, force, OptionalInt.empty());
  }

  /**
   * The same, for a caller who has looked at the job before.
   *
   * @param seen the latest version at that time, 0 when there was none: refused when somebody else
   *     has made another meanwhile; empty not to care
   */
  Job submit(JobSpec spec, boolean force, OptionalInt seen);

  /**
   * Takes a version once more, as a version of its own.
   *
   * @param version which one; empty for the latest
   */
  Job rerun(JobName name, OptionalInt version);

  /**
   * Ends a job, and returns when nothing of it runs any more. A stopped one stays as it is; another
   * that is over is refused.
   *
   * @param reason for people
   */
  Job stop(JobName name, String reason);

  /** The latest version. Fails when there is none, or more than one job by that name. */
  Job find(JobName name);

  /** That version. */
  Job find(JobName name, int version);

  /** All versions, the first one first. */
  List<Job> versions(JobName name);

  /** Latest versions, one page of them. */
  Page list(Query query);

  /**
   * How a job is called by people: its name, its id, or the beginning of its id.
   *
   * @param namespace in which names are looked for
   */
  record JobName(String text, String namespace) {}

  /**
   * Which jobs are wanted.
   *
   * @param namespace only of this one; empty for all
   * @param labels all of which a job must meet
   * @param byModification whether they are ordered by the last change, else by creation
   * @param newestFirst the order
   * @param limit at most so many, 1 or more
   * @param after what {@link Page#next} was
   */
  record Query(
      Optional<String> namespace,
      List<Constraint> labels,
      boolean byModification,
      boolean newestFirst,
      int limit,
      Optional<String> after) {
    public Query {
      labels = List.copyOf(labels);
    }
  }

  /**
   * Some jobs.
   *
   * @param next asks for more; empty when there are none
   */
  record Page(List<Job> jobs, Optional<String> next) {
    public Page {
      jobs = List.copyOf(jobs);
    }
  }
}
