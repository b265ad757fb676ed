package waybill.dialects.maelstrom.written;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import waybill.dialects.maelstrom.json.JsonStream;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.model.document.Span;

/** Reads version 0.10: each field when it comes, so that a mistake is told where reading stands. */
final class OriginalJobReader implements JobReader {
  private final JsonStream in;

  OriginalJobReader(InputStream in) {
    this.in = new JsonStream(in, MAX_JOB_BYTES);
  }

  @Override
  public Optional<Job> next() throws IOException, SpecTextException {
    if (!in.hasNext()) {
      return Optional.empty();
    }
    Span start = in.here();
    JobFields fields = new JobFields(in);
    in.objectFromAny(
        "Job",
        members -> {
          fields.read(members);
          return fields;
        });
    return Optional.of(fields.job(in.since(start)));
  }
}
