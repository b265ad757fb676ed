package waybill.dialects.maelstrom.written;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import waybill.dialects.maelstrom.json.Mismatch;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.json.Words;
import waybill.dialects.maelstrom.written.TreeFields.Field;
import waybill.dialects.maelstrom.written.TreeFields.Others;
import waybill.images.layer.LayerSource;
import waybill.images.layer.PrefixOptions;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/**
 * Reads one layer of the newer version: the first field that names a kind decides which it is, so
 * it can be told what is wrong with it.
 */
final class NewerLayerReader {
  private static final Words<Kind> KINDS = new Words<>(Kind.values(), Kind::word);

  private static final List<Field> PREFIX_FIELDS =
      List.of(LayerReader.STRIP, LayerReader.PREPEND, LayerReader.CANONICALIZE, LayerReader.FOLLOW);

  private NewerLayerReader() {}

  private enum Kind {
    TAR,
    GLOB,
    PATHS,
    STUBS,
    SYMLINKS,
    SHARED_LIBRARY_DEPENDENCIES,
    COMMAND;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean takesPrefix() {
      return this == GLOB || this == PATHS || this == SHARED_LIBRARY_DEPENDENCIES;
    }

    Field field() {
      return new Field(
          word(),
          switch (this) {
            case TAR -> TreeFields::checkPath;
            case GLOB -> TreeFields::checkString;
            case STUBS -> TreeFields::checkStrings;
            case PATHS, SHARED_LIBRARY_DEPENDENCIES -> TreeFields::checkPaths;
            case SYMLINKS -> value -> LayerReader.links(value, Others.REFUSED);
            case COMMAND -> value -> command(value);
          });
    }
  }

  static WrittenLayer read(SpecValue value) throws SpecTextException {
    if (!(value instanceof SpecObject object)) {
      throw NewerProblems.layerNotAMap(value.span());
    }
    Kind kind = kind(object);
    TreeFields fields = fields(object, kind);
    SpecValue own = fields.required(kind.word());
    return switch (kind) {
      case TAR -> files(object, new LayerSource.Tar(fields.requiredString(kind.word())));
      case GLOB ->
          files(object, new LayerSource.Glob(fields.requiredString(kind.word()), prefix(object)));
      case PATHS ->
          files(object, new LayerSource.Paths(fields.requiredStrings(kind.word()), prefix(object)));
      case STUBS -> files(object, new LayerSource.Stubs(fields.requiredStrings(kind.word())));
      case SYMLINKS ->
          files(object, new LayerSource.Symlinks(LayerReader.links(own, Others.REFUSED)));
      case SHARED_LIBRARY_DEPENDENCIES ->
          files(
              object,
              new LayerSource.SharedLibraries(fields.requiredStrings(kind.word()), prefix(object)));
      case COMMAND -> {
        List<String> words = command(own);
        if (words.isEmpty()) {
          throw NewerProblems.commandEmpty(own.span());
        }
        yield new WrittenLayer.Command(
            words.getFirst(), words.subList(1, words.size()), object.span());
      }
    };
  }

  private static WrittenLayer files(SpecObject object, LayerSource source) {
    return new WrittenLayer.Files(source, object.span());
  }

  private static Kind kind(SpecObject object) throws SpecTextException {
    for (SpecObject.Member member : object.members()) {
      Optional<Kind> kind = KINDS.meaning(member.key());
      if (kind.isPresent()) {
        return kind.get();
      }
    }
    throw NewerProblems.layerOfNoKind(KINDS.all(), object.span());
  }

  /** Its own field, when that and all others are good. */
  private static TreeFields fields(SpecObject object, Kind kind) throws SpecTextException {
    List<Field> own = List.of(kind.field());
    if (!kind.takesPrefix()) {
      return new TreeFields(object.members(), object.span(), own, Others.REFUSED);
    }
    TreeFields fields = new TreeFields(object.members(), object.span(), own, Others.IGNORED);
    prefix(object);
    List<Field> known = new ArrayList<>(own);
    known.addAll(PREFIX_FIELDS);
    NewerProblems.refuseOthers(object.members(), known);
    return fields;
  }

  private static PrefixOptions prefix(SpecObject object) throws SpecTextException {
    return LayerReader.prefix(
        new TreeFields(object.members(), object.span(), PREFIX_FIELDS, Others.IGNORED));
  }

  private static List<String> command(SpecValue value) throws SpecTextException {
    if (value instanceof SpecString string) {
      return List.of(string.value());
    }
    List<String> words = new ArrayList<>();
    if (value instanceof SpecArray array) {
      for (SpecValue element : array.elements()) {
        if (element instanceof SpecString word) {
          words.add(word.value());
        }
      }
      if (words.size() == array.elements().size()) {
        return words;
      }
    }
    throw Mismatch.noShape("StringOrStringVec", value.span());
  }
}
