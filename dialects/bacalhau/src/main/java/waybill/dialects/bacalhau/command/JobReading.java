package waybill.dialects.bacalhau.command;

import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.model.document.Source;
import waybill.model.problem.Problems;

/** The language itself, as far as commands need it. For any number of threads. */
public interface JobReading {

  /**
   * What a text means.
   *
   * @param source as its author wrote it
   * @param filling what its places for variables are filled with
   * @param strict whether what deserves a warning is wrong
   * @param warnings gets what only deserves one
   * @throws waybill.model.problem.ProblemsException with all that is wrong
   */
  JobSpec read(Source source, Filling filling, boolean strict, Problems warnings);

  /** A job as one JSON object, with every default in it. */
  String json(JobSpec spec);
}
