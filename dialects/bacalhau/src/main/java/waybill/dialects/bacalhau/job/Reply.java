package waybill.dialects.bacalhau.job;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** What somebody waits for who wants something of a job. The first answer counts. */
final class Reply {
  private final CountDownLatch answered = new CountDownLatch(1);
  private @Nullable Job job;
  private @Nullable FailureException failure;

  synchronized void answer(Job with) {
    if (!isAnswered()) {
      job = with;
      answered.countDown();
    }
  }

  synchronized void fail(FailureException with) {
    if (!isAnswered()) {
      failure = with;
      answered.countDown();
    }
  }

  boolean isAnswered() {
    return answered.getCount() == 0;
  }

  Job await() {
    try {
      answered.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of(
              FailureCode.AGENT_LOST, "interrupted: whether the job has taken it is not known")
          .asException();
    }
    return result();
  }

  synchronized Job result() {
    if (job != null) {
      return job;
    }
    if (failure != null) {
      // Anew: an exception that was made by another thread tells of that thread's stack.
      throw new FailureException(failure.failure(), failure);
    }
    throw new IllegalStateException("there is no answer yet");
  }
}
