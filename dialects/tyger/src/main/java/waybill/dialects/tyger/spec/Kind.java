package waybill.dialects.tyger.spec;

/** What a codespec is for. */
public enum Kind {
  /** Runs once and may read and write buffers. */
  JOB,
  /** Serves jobs of a distributed run. */
  WORKER;

  /** As it is written. */
  public String word() {
    return this == JOB ? "job" : "worker";
  }
}
