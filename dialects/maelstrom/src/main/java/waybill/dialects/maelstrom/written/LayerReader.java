package waybill.dialects.maelstrom.written;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import waybill.dialects.maelstrom.json.JsonStream;
import waybill.dialects.maelstrom.json.Mismatch;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.written.TreeFields.Field;
import waybill.dialects.maelstrom.written.TreeFields.Others;
import waybill.images.layer.LayerSource;
import waybill.images.layer.LayerSource.Link;
import waybill.images.layer.PrefixOptions;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecValue;

/**
 * Reads one layer. A layer's kind is told by its fields, so whatever is wrong with it, the older
 * program only knows that it is none of its five kinds.
 */
final class LayerReader {
  static final Field FOLLOW = new Field("follow_symlinks", TreeFields::checkFlag);
  static final Field CANONICALIZE = new Field("canonicalize", TreeFields::checkFlag);
  static final Field STRIP = new Field("strip_prefix", TreeFields::checkOptionalPath);
  static final Field PREPEND = new Field("prepend_prefix", TreeFields::checkOptionalPath);

  private static final Field TAR = new Field("tar", TreeFields::checkPath);
  private static final Field GLOB = new Field("glob", TreeFields::checkString);
  private static final Field PATHS = new Field("paths", TreeFields::checkStrings);
  private static final Field STUBS = new Field("stubs", TreeFields::checkStrings);
  private static final Field SYMLINKS = new Field("symlinks", LayerReader::checkLinks);

  private static final List<Field> LINK_FIELDS =
      List.of(new Field("link", TreeFields::checkPath), new Field("target", TreeFields::checkPath));

  private LayerReader() {}

  static WrittenLayer read(JsonStream in) throws IOException, SpecTextException {
    SpecValue value = in.any();
    try {
      if (value instanceof SpecObject object) {
        return layer(object);
      }
    } catch (SpecTextException ignored) {
      // Which of the kinds it was meant to be is not known, hence neither what is wrong with it.
    }
    throw Mismatch.noShape("Layer", value.span());
  }

  private static WrittenLayer layer(SpecObject object) throws SpecTextException {
    return new WrittenLayer.Files(source(object), object.span());
  }

  private static LayerSource source(SpecObject object) throws SpecTextException {
    if (object.member(TAR.name()).isPresent()) {
      return new LayerSource.Tar(fields(object, TAR).requiredString(TAR.name()));
    }
    if (object.member(GLOB.name()).isPresent()) {
      TreeFields fields = fields(object, GLOB, STRIP, PREPEND, CANONICALIZE, FOLLOW);
      return new LayerSource.Glob(fields.requiredString(GLOB.name()), prefix(fields));
    }
    if (object.member(PATHS.name()).isPresent()) {
      TreeFields fields = fields(object, PATHS, STRIP, PREPEND, CANONICALIZE, FOLLOW);
      return new LayerSource.Paths(fields.requiredStrings(PATHS.name()), prefix(fields));
    }
    if (object.member(STUBS.name()).isPresent()) {
      return new LayerSource.Stubs(fields(object, STUBS).requiredStrings(STUBS.name()));
    }
    return new LayerSource.Symlinks(links(fields(object, SYMLINKS).required(SYMLINKS.name())));
  }

  private static TreeFields fields(SpecObject object, Field... known) throws SpecTextException {
    return new TreeFields(object.members(), object.span(), List.of(known), Others.REFUSED);
  }

  static PrefixOptions prefix(TreeFields fields) {
    return new PrefixOptions(
        fields.flag(FOLLOW.name()),
        fields.flag(CANONICALIZE.name()),
        fields.optionalString(STRIP.name()),
        fields.optionalString(PREPEND.name()));
  }

  private static void checkLinks(SpecValue value) throws SpecTextException {
    links(value);
  }

  private static List<Link> links(SpecValue value) throws SpecTextException {
    return links(value, Others.IGNORED);
  }

  /**
   * Reads symbolic links.
   *
   * @param others what becomes of a field that a link does not have
   */
  static List<Link> links(SpecValue value, Others others) throws SpecTextException {
    List<Link> links = new ArrayList<>();
    for (SpecValue element : TreeFields.list(value, TreeFields.LIST)) {
      if (!(element instanceof SpecObject object)) {
        throw Mismatch.type(element, "struct SymlinkSpec");
      }
      TreeFields fields = new TreeFields(object.members(), object.span(), LINK_FIELDS, others);
      links.add(new Link(fields.requiredString("link"), fields.requiredString("target")));
    }
    return links;
  }
}
