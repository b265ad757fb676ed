package waybill.engine;

/**
 * One try of one task. Unique among those that are running.
 *
 * @param submission what the task belongs to
 * @param taskPath which task of it
 * @param number 1 for the first try
 */
public record AttemptId(String submission, String taskPath, int number) {

  // Written out because every backend looks attempts up by their id: the methods that a record gets
  // by itself are linked at their first use, which costs a command seven milliseconds of its start.

  @Override
  public boolean equals(Object other) {
    return other instanceof AttemptId that
        && number == that.number
        && taskPath.equals(that.taskPath)
        && submission.equals(that.submission);
  }

  @Override
  public int hashCode() {
    return (submission.hashCode() * 31 + taskPath.hashCode()) * 31 + number;
  }
}
