package waybill.dialects.bacalhau.job;

import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** Why something cannot be done to a job; those texts that the older program has are its own. */
final class JobFailures {
  private JobFailures() {}

  static FailureException noChanges(Job job) {
    return Failure.of(
            FailureCode.SPEC_INVALID,
            "no changes detected for new job spec. Job Name: '"
                + job.spec().name()
                + "', Job Id: '"
                + job.id()
                + "'")
        .withHelp("Use the --force flag to override this warning")
        .asException();
  }

  static FailureException conflict(String name, int seen, int latest) {
    String message =
        "conflict: somebody else has changed job '"
            + name
            + "' meanwhile: it "
            + (seen == 0 ? "did not exist" : "was at version " + seen)
            + " and "
            + (latest == 0 ? "is gone" : "is at version " + latest)
            + " now";
    return Failure.of(FailureCode.SPEC_INVALID, message)
        .withHelp("look at it with `bacalhau job describe " + name + "`, then try again")
        .asException();
  }

  static FailureException otherType(Job job, String wanted) {
    return Failure.of(
            FailureCode.SPEC_INVALID,
            "job '"
                + job.spec().name()
                + "' is a "
                + job.spec().kind().word()
                + " job and has not ended: it cannot become a "
                + wanted
                + " job")
        .withHelp("stop it first, or give this one another name")
        .asException();
  }

  static FailureException misplaced(Job job, String unmet) {
    return Failure.of(
            FailureCode.SPEC_INVALID,
            "job '"
                + job.spec().name()
                + "' was not updated, and version "
                + job.version()
                + " goes on: "
                + unmet)
        .asException();
  }

  static FailureException tooMany(int count, int most) {
    return Failure.of(
            FailureCode.SPEC_INVALID,
            "Count is " + count + "; a job can have " + most + " replicas at most on one machine")
        .withHelp("split it into several jobs")
        .asException();
  }

  static FailureException cannot(String verb, JobState state) {
    return Failure.of(FailureCode.SPEC_INVALID, "cannot " + verb + " job in state " + state.word())
        .asException();
  }

  static FailureException notFound(String name) {
    return Failure.of(FailureCode.INPUT_MISSING, "job not found: " + name)
        .withHelp("`bacalhau job list` shows what there is")
        .asException();
  }

  static FailureException noVersion(Job latest, int version) {
    return Failure.of(
            FailureCode.INPUT_MISSING,
            "job '" + latest.spec().name() + "' has no version " + version)
        .withHelp("its latest one is " + latest.version())
        .asException();
  }

  static FailureException severalFound(String id) {
    return Failure.of(FailureCode.INPUT_MISSING, "multiple jobs found for id " + id)
        .withHelp("use the full id")
        .asException();
  }

  static FailureException closed() {
    return Failure.of(FailureCode.AGENT_LOST, "the agent is ending and takes no jobs any more")
        .asException();
  }
}
