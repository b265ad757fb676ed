package waybill.dialects.bacalhau.job;

import java.util.OptionalInt;
import waybill.dialects.bacalhau.job.Jobs.JobName;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.model.failure.FailureException;

/** Something for {@link JobKeeper} to deal with. */
sealed interface JobItem {

  /** It will not be dealt with. */
  void refuse(FailureException why);

  /** Whether it only says that time has passed. */
  default boolean isWake() {
    return this instanceof News news && news.event() instanceof JobEvent.Woken;
  }

  /** See {@link Jobs#submit}. */
  record Submit(Reply reply, JobSpec spec, boolean force, OptionalInt seen) implements JobItem {
    @Override
    public void refuse(FailureException why) {
      reply.fail(why);
    }
  }

  /** See {@link Jobs#rerun}. */
  record Rerun(Reply reply, JobName name, OptionalInt version) implements JobItem {
    @Override
    public void refuse(FailureException why) {
      reply.fail(why);
    }
  }

  /** See {@link Jobs#stop}. */
  record Stop(Reply reply, JobName name, String reason) implements JobItem {
    @Override
    public void refuse(FailureException why) {
      reply.fail(why);
    }
  }

  /** Something happened to a job by itself. Nobody waits for an answer. */
  record News(String jobId, JobEvent event) implements JobItem {
    @Override
    public void refuse(FailureException why) {}
  }
}
