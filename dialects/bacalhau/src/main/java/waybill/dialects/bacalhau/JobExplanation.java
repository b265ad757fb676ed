package waybill.dialects.bacalhau;

import java.util.Map;
import tools.jackson.core.JsonGenerator;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.written.JobJson;

/** A job with every default filled in. */
public final class JobExplanation {
  private final Map<String, Object> tree;

  JobExplanation(JobSpec job) {
    this.tree = JobJson.shown(job);
  }

  /** For people: JSON over several lines, a job again but for its secrets. */
  public String text() {
    return JobJson.lines(tree);
  }

  /** For programs: adds properties to an object that was begun. */
  public void write(JsonGenerator json) {
    json.writeName("job");
    JobJson.value(json, tree);
  }
}
