package waybill.dialects.maelstrom.written;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import waybill.dialects.maelstrom.json.JsonStream;
import waybill.dialects.maelstrom.json.Mismatch;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.json.Words;
import waybill.dialects.maelstrom.written.TreeFields.Field;
import waybill.dialects.maelstrom.written.TreeFields.Others;
import waybill.dialects.maelstrom.written.WrittenMount.Kind;
import waybill.model.document.Span;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecObject.Member;
import waybill.model.document.SpecValue;
import waybill.model.task.Mount.Device;

/** Reads one mount. Its type may stand anywhere in it, so the other fields are kept as a tree. */
final class MountReader {
  private static final Words<Type> TYPES =
      new Words<>(Type.values(), type -> type.name().toLowerCase(Locale.ROOT));
  private static final Words<Device> DEVICES = new Words<>(Device.values(), Device::fileName);

  private static final List<Field> DEVICES_FIELDS =
      List.of(new Field("devices", value -> devices(value)));
  private static final String EXPECTED = "internally tagged enum JobMountForTomlAndJson";

  private final List<Field> bindFields;
  private final List<Field> fileSystemFields;

  /**
   * @param mountPoint refuses what cannot be one
   */
  MountReader(TreeFields.Check mountPoint) {
    Field field = new Field("mount_point", mountPoint);
    this.bindFields =
        List.of(
            field,
            new Field("local_path", TreeFields::checkPath),
            new Field("read_only", TreeFields::checkFlag));
    this.fileSystemFields = List.of(field);
  }

  private enum Type {
    BIND,
    DEVICES,
    DEVPTS,
    MQUEUE,
    PROC,
    SYS,
    TMP
  }

  /** The fields of a mount whose type is known. */
  private record Typed(Type type, List<Member> others) {}

  WrittenMount read(JsonStream in) throws IOException, SpecTextException {
    Span start = in.here();
    Typed mount = in.objectFromAny(EXPECTED, members -> typed(in, members));
    return mount(mount, in.since(start));
  }

  /** One that was read before as whatever it is. */
  WrittenMount of(SpecValue value) throws SpecTextException {
    if (!(value instanceof SpecObject object)) {
      throw Mismatch.type(value, EXPECTED);
    }
    Optional<Type> type = Optional.empty();
    List<Member> others = new ArrayList<>();
    for (Member member : object.members()) {
      if (!member.key().equals("type")) {
        others.add(member);
      } else if (type.isEmpty()) {
        type = Optional.of(TreeFields.word(member.value(), TYPES, "variant identifier"));
      } else {
        throw Mismatch.duplicateField("type", member.keySpan());
      }
    }
    if (type.isEmpty()) {
      throw JobProblems.mountWithoutType(object.span(), has(others, "fs_type"));
    }
    return mount(new Typed(type.get(), others), object.span());
  }

  private WrittenMount mount(Typed mount, Span span) throws SpecTextException {
    return switch (mount.type()) {
      case BIND -> bind(mount.others(), span);
      case DEVICES -> {
        TreeFields fields = fields(mount.others(), span, DEVICES_FIELDS);
        yield new WrittenMount.Devices(devices(fields.required("devices")), span);
      }
      case DEVPTS -> fileSystem(Kind.DEVPTS, mount.others(), span);
      case MQUEUE -> fileSystem(Kind.MQUEUE, mount.others(), span);
      case PROC -> fileSystem(Kind.PROC, mount.others(), span);
      case SYS -> fileSystem(Kind.SYS, mount.others(), span);
      case TMP -> fileSystem(Kind.TMP, mount.others(), span);
    };
  }

  private static Typed typed(JsonStream in, JsonStream.Members members)
      throws IOException, SpecTextException {
    Optional<Type> type = Optional.empty();
    List<Member> others = new ArrayList<>();
    while (members.next()) {
      if (!members.key().equals("type")) {
        others.add(members.anyValue());
      } else if (type.isEmpty()) {
        members.colon();
        type = Optional.of(in.identifier(TYPES));
      } else {
        throw Mismatch.duplicateField("type", members.keySpan());
      }
    }
    if (type.isEmpty()) {
      throw JobProblems.mountWithoutType(members.brace(), has(others, "fs_type"));
    }
    return new Typed(type.get(), others);
  }

  private WrittenMount bind(List<Member> members, Span span) throws SpecTextException {
    TreeFields fields = fields(members, span, bindFields);
    return new WrittenMount.Bind(
        fields.requiredString("mount_point"),
        fields.requiredString("local_path"),
        fields.flag("read_only"),
        span);
  }

  private WrittenMount fileSystem(Kind kind, List<Member> members, Span span)
      throws SpecTextException {
    TreeFields fields = fields(members, span, fileSystemFields);
    return new WrittenMount.FileSystem(kind, fields.requiredString("mount_point"), span);
  }

  private static TreeFields fields(List<Member> members, Span span, List<Field> known)
      throws SpecTextException {
    return new TreeFields(members, span, known, Others.REFUSED);
  }

  private static EnumSet<Device> devices(SpecValue value) throws SpecTextException {
    EnumSet<Device> devices = EnumSet.noneOf(Device.class);
    for (SpecValue element : TreeFields.list(value, "a list of JobDeviceForTomlAndJson")) {
      devices.add(TreeFields.word(element, DEVICES, TreeFields.WORD));
    }
    return devices;
  }

  private static boolean has(List<Member> members, String key) {
    for (Member member : members) {
      if (member.key().equals(key)) {
        return true;
      }
    }
    return false;
  }
}
