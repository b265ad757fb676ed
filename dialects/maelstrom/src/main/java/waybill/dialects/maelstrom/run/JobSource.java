package waybill.dialects.maelstrom.run;

import java.io.IOException;
import java.util.Optional;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.written.Job;

/** Where jobs come from. Used by one thread, which it may keep waiting. */
@FunctionalInterface
public interface JobSource {

  /** The next job, or nothing at the end. After an exception it is not asked again. */
  Optional<Job> next() throws IOException, SpecTextException;
}
