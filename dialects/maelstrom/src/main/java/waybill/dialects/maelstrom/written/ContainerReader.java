package waybill.dialects.maelstrom.written;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.dialects.maelstrom.json.Mismatch;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.json.Words;
import waybill.dialects.maelstrom.written.EnvironmentReader.MapForm;
import waybill.dialects.maelstrom.written.TreeFields.Field;
import waybill.dialects.maelstrom.written.TreeFields.Others;
import waybill.dialects.maelstrom.written.WrittenParent.Kind;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/**
 * Reads the fields of a container of the newer version, which are also those of a job. First each
 * field by itself, in written order, then the rules between them in an order of their own: how the
 * author ordered them does not matter.
 */
final class ContainerReader {
  private static final Words<Part> PARTS = new Words<>(Part.values(), Part::word);
  private static final List<Field> PARENT_FIELDS =
      List.of(
          new Field("name", TreeFields::checkString),
          Field.orNull("use", value -> TreeFields.list(value, TreeFields.LIST)));
  private static final MountReader MOUNTS = new MountReader(ContainerReader::checkMountPoint);

  /** In the order in which a message lists them. */
  static final List<Field> FIELDS =
      List.of(
          Field.orNull("image", value -> parent(Kind.IMAGE, value)),
          Field.orNull("parent", value -> parent(Kind.CONTAINER, value)),
          Field.orNull("layers", value -> layers(value)),
          Field.orNull("added_layers", value -> layers(value)),
          Field.orNull("environment", value -> environment(value)),
          Field.orNull("added_environment", value -> environment(value)),
          Field.orNull("working_directory", TreeFields::checkPath),
          Field.orNull("enable_writable_file_system", TreeFields::checkFlag),
          Field.orNull("mounts", value -> mounts(value)),
          Field.orNull("added_mounts", value -> mounts(value)),
          Field.orNull("network", ContainerReader::checkNetwork),
          Field.orNull("user", TreeFields::checkU32),
          Field.orNull("group", TreeFields::checkU32));

  private final TreeFields fields;
  private final Optional<WrittenParent> parent;

  /** The parts that the container has itself, and hence not from its parent. */
  private final EnumSet<Part> own = EnumSet.noneOf(Part.class);

  private ContainerReader(TreeFields fields) throws SpecTextException {
    this.fields = fields;
    Optional<SpecValue> image = fields.given("image");
    Optional<SpecValue> container = fields.given("parent");
    if (image.isPresent() && container.isPresent()) {
      throw NewerProblems.imageAndParent(fields.keySpan("parent"));
    }
    this.parent =
        image.isPresent()
            ? Optional.of(parent(Kind.IMAGE, image.get()))
            : container.isPresent()
                ? Optional.of(parent(Kind.CONTAINER, container.get()))
                : Optional.empty();
  }

  /** A container with a name. */
  static WrittenContainer read(SpecValue value) throws SpecTextException {
    if (!(value instanceof SpecObject object)) {
      throw Mismatch.type(value, "struct ContainerSpecForTomlAndJson");
    }
    return container(new TreeFields(object.members(), object.span(), FIELDS, Others.REFUSED));
  }

  /** The container that a job is, whose fields may stand between others. */
  static WrittenContainer readAmongOthers(SpecObject job) throws SpecTextException {
    return container(new TreeFields(job.members(), job.span(), FIELDS, Others.IGNORED));
  }

  private static WrittenContainer container(TreeFields fields) throws SpecTextException {
    return new ContainerReader(fields).container();
  }

  /** The order of these lines is the order in which the older program looks at the rules. */
  private WrittenContainer container() throws SpecTextException {
    Optional<SpecValue> layers = ownOrAdded(Part.LAYERS, List.of(Kind.IMAGE, Kind.CONTAINER));
    Optional<SpecValue> environment =
        ownOrAdded(Part.ENVIRONMENT, List.of(Kind.IMAGE, Kind.CONTAINER));
    Optional<SpecValue> directory = ownOnly(Part.WORKING_DIRECTORY);
    Optional<SpecValue> writable = ownOnly(Part.ENABLE_WRITABLE_FILE_SYSTEM);
    Optional<SpecValue> mounts = ownOrAdded(Part.MOUNTS, List.of(Kind.CONTAINER));
    Optional<SpecValue> network = ownOnly(Part.NETWORK);
    OptionalLong user = id(Part.USER);
    OptionalLong group = id(Part.GROUP);
    return new WrittenContainer(
        parent.isEmpty() ? parent : Optional.of(parent.get().without(own)),
        layers.isEmpty() ? List.of() : layers(layers.get()),
        environment.isEmpty() ? List.of() : environment(environment.get()),
        directory.isEmpty()
            ? Optional.empty()
            : fields.optionalString(Part.WORKING_DIRECTORY.word()),
        writable.isEmpty()
            ? Optional.empty()
            : Optional.of(writable.get() instanceof SpecBoolean flag && flag.value()),
        mounts.isEmpty() ? List.of() : mounts(mounts.get()),
        network.isEmpty()
            ? Optional.empty()
            : Optional.of(TreeFields.word(network.get(), JobFields.NETWORKS, TreeFields.WORD)),
        user,
        group);
  }

  private OptionalLong id(Part part) throws SpecTextException {
    Optional<SpecValue> id = ownOnly(part);
    return id.isEmpty() ? OptionalLong.empty() : OptionalLong.of(TreeFields.u32(id.get()));
  }

  /** The value of a field without an {@code added_} twin. */
  private Optional<SpecValue> ownOnly(Part part) throws SpecTextException {
    Optional<SpecValue> value = fields.given(part.word());
    if (value.isPresent()) {
      settle(part, false);
    }
    return value;
  }

  /**
   * The value of a field or of its {@code added_} twin.
   *
   * @param kinds what could have that part, and be added to
   */
  private Optional<SpecValue> ownOrAdded(Part part, List<Kind> kinds) throws SpecTextException {
    String addedField = "added_" + part.word();
    Optional<SpecValue> value = fields.given(part.word());
    Optional<SpecValue> added = fields.given(addedField);
    if (added.isEmpty()) {
      if (value.isPresent()) {
        settle(part, true);
      }
      return value;
    }
    if (value.isPresent()) {
      throw NewerProblems.addedBesideOwn(part, fields.keySpan(addedField));
    }
    if (parent.isEmpty() || !kinds.contains(parent.get().kind())) {
      throw NewerProblems.addedToNothing(part, kinds, fields.keySpan(addedField));
    }
    if (!parent.get().use().contains(part)) {
      throw NewerProblems.addedToUnused(part, parent.get().kind(), fields.keySpan(addedField));
    }
    return added;
  }

  /** The container has that part itself. */
  private void settle(Part part, boolean addable) throws SpecTextException {
    if (parent.isPresent() && parent.get().usesExplicitly(part)) {
      throw NewerProblems.besideExplicitUse(
          part, parent.get().kind(), addable, fields.keySpan(part.word()));
    }
    own.add(part);
  }

  private static List<WrittenLayer> layers(SpecValue value) throws SpecTextException {
    List<WrittenLayer> layers = new ArrayList<>();
    for (SpecValue element : TreeFields.list(value, TreeFields.LIST)) {
      layers.add(NewerLayerReader.read(element));
    }
    return layers;
  }

  private static List<EnvironmentElement> environment(SpecValue value) throws SpecTextException {
    return EnvironmentReader.of(value, MapForm.EXTENDS).elements();
  }

  private static List<WrittenMount> mounts(SpecValue value) throws SpecTextException {
    List<WrittenMount> mounts = new ArrayList<>();
    for (SpecValue element : TreeFields.list(value, TreeFields.LIST)) {
      mounts.add(MOUNTS.of(element));
    }
    return mounts;
  }

  private static void checkNetwork(SpecValue value) throws SpecTextException {
    TreeFields.word(value, JobFields.NETWORKS, TreeFields.WORD);
  }

  /** The root is no mount point, however it is written. */
  private static void checkMountPoint(SpecValue value) throws SpecTextException {
    String path = TreeFields.string(value, TreeFields.PATH).value();
    if (!path.startsWith("/")) {
      return;
    }
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        return;
      }
    }
    throw NewerProblems.mountAtRoot(value.span());
  }

  /**
   * A name, or an object with a name and perhaps what is used of it; other keys mean nothing.
   * Whatever is wrong inside, the older program only knows that it is neither of the two forms.
   */
  private static WrittenParent parent(Kind kind, SpecValue value) throws SpecTextException {
    try {
      if (value instanceof SpecObject object) {
        TreeFields inside =
            new TreeFields(object.members(), object.span(), PARENT_FIELDS, Others.IGNORED);
        SpecString name = TreeFields.string(inside.required("name"), TreeFields.STRING);
        Optional<SpecValue> use = inside.given("use");
        return new WrittenParent(
            kind,
            name.value(),
            name.span(),
            use.isEmpty() ? kind.parts() : used(kind, use.get()),
            use.isPresent());
      }
      SpecString name = TreeFields.string(value, TreeFields.STRING);
      return new WrittenParent(kind, name.value(), name.span(), kind.parts(), false);
    } catch (SpecTextException ignored) {
      // Which of the forms was meant is a guess.
    }
    throw Mismatch.noShape(
        kind == Kind.IMAGE ? "ImageRefForDeserialize" : "ContainerRefForDeserialize", value.span());
  }

  private static EnumSet<Part> used(Kind kind, SpecValue value) throws SpecTextException {
    EnumSet<Part> used = EnumSet.noneOf(Part.class);
    for (SpecValue element : TreeFields.list(value, TreeFields.LIST)) {
      Part part = TreeFields.word(element, PARTS, TreeFields.WORD);
      if (!kind.parts().contains(part)) {
        throw Mismatch.unknownVariant(part.word(), List.of(), element.span());
      }
      used.add(part);
    }
    return used;
  }
}
