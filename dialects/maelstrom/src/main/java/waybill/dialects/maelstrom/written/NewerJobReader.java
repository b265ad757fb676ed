package waybill.dialects.maelstrom.written;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.dialects.maelstrom.json.JsonStream;
import waybill.dialects.maelstrom.json.Mismatch;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.written.TreeFields.Field;
import waybill.dialects.maelstrom.written.TreeFields.Others;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecValue;

/**
 * Reads the newer version: each value of the stream whole, before it is looked at. Hence only what
 * is wrong with the text has a line and column. Between the jobs stand objects whose only key is
 * {@code containers}; they define containers for the jobs behind them, the last one of a name
 * counts.
 */
final class NewerJobReader implements JobReader {
  private static final List<Field> JOB_FIELDS =
      List.of(
          new Field("program", TreeFields::checkPath),
          Field.orNull("arguments", TreeFields::checkStrings),
          Field.orNull("timeout", TreeFields::checkU32),
          Field.orNull("priority", value -> priority(value)));

  private final JsonStream in;
  private Map<String, WrittenContainer> containers = Map.of();

  NewerJobReader(InputStream in) {
    this.in = new JsonStream(in, MAX_JOB_BYTES);
  }

  @Override
  public Optional<Job> next() throws IOException, SpecTextException {
    while (in.hasNext()) {
      SpecValue value = in.any();
      if (!(value instanceof SpecObject object)) {
        throw Mismatch.type(value, "struct JobSpecForTomlAndJson");
      }
      List<SpecObject.Member> members = object.members();
      if (members.size() != 1 || !members.getFirst().key().equals("containers")) {
        return Optional.of(job(object));
      }
      define(members.getFirst().value());
    }
    return Optional.empty();
  }

  private void define(SpecValue value) throws SpecTextException {
    if (!(value instanceof SpecObject definitions)) {
      throw Mismatch.type(value, "a map");
    }
    // A new map: jobs that were handed out keep the definitions of their time.
    Map<String, WrittenContainer> defined = new HashMap<>(containers);
    for (SpecObject.Member definition : definitions.members()) {
      defined.put(definition.key(), ContainerReader.read(definition.value()));
    }
    containers = Map.copyOf(defined);
  }

  private NewerJob job(SpecObject object) throws SpecTextException {
    TreeFields fields = new TreeFields(object.members(), object.span(), JOB_FIELDS, Others.IGNORED);
    fields.required("program");
    WrittenContainer container = ContainerReader.readAmongOthers(object);
    List<Field> known = new ArrayList<>(JOB_FIELDS);
    known.addAll(ContainerReader.FIELDS);
    NewerProblems.refuseOthers(object.members(), known);
    Optional<SpecValue> timeout = fields.given("timeout");
    Optional<SpecValue> priority = fields.given("priority");
    return new NewerJob(
        object.span(),
        fields.requiredString("program"),
        fields.given("arguments").isEmpty() ? List.of() : fields.requiredStrings("arguments"),
        timeout.isEmpty() ? OptionalLong.empty() : OptionalLong.of(TreeFields.u32(timeout.get())),
        priority.isEmpty() ? 0 : priority(priority.get()),
        container,
        containers);
  }

  private static int priority(SpecValue value) throws SpecTextException {
    return (int) TreeFields.whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "i8");
  }
}
