package waybill.dialects.bacalhau.problem;

import java.util.List;
import java.util.Optional;
import waybill.model.document.Span;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.NearestNames;
import waybill.model.problem.Problem;
import waybill.model.shape.Shape;
import waybill.model.shape.ShapeWords;
import waybill.model.shape.ShortText;

/** What is said of a job that has not the shape of one. */
public final class JobWords implements ShapeWords {
  private static final String MISSING_RESOURCES = "missing-resources";

  private final KeyPlaces places;

  /**
   * @param places where every key belongs
   */
  public JobWords(KeyPlaces places) {
    this.places = places;
  }

  /** Whether it warns of resources that somebody left to the defaults. */
  public static boolean isDefault(Problem problem) {
    return problem.code().equals("bacalhau/" + MISSING_RESOURCES);
  }

  @Override
  public Problem unknownKey(String where, Shape.Fields fields, SpecObject.Member member) {
    String key = member.key();
    String told =
        "'" + ShortText.of(key) + "' in " + (where.isEmpty() ? "'Job'" : subject(where, fields));
    boolean ofTheStore = where.isEmpty() && JobProblems.isOfTheStore(key);
    return Problem.error(
            "bacalhau/unknown-key",
            ofTheStore ? "field: " + told + " is not allowed" : "unknown field: " + told,
            member.keySpan())
        .withHelp(help(fields, key));
  }

  /** The field's own help, a near name, where the key belongs, or all keys. */
  private String help(Shape.Fields fields, String key) {
    for (Shape.Elsewhere elsewhere : fields.elsewhere()) {
      if (elsewhere.name().equalsIgnoreCase(key)) {
        return elsewhere.help();
      }
    }
    Optional<String> nearest = NearestNames.help(key, fields.names());
    List<String> belongs = places.of(key);
    if (nearest.isEmpty() && !belongs.isEmpty()) {
      return "it belongs to " + ShapeWords.oneOf(belongs);
    }
    return nearest.orElseGet(() -> ShapeWords.unknownHelp(fields, key));
  }

  private static String subject(String where, Shape.Fields fields) {
    return where.isEmpty() ? fields.what() : "`" + where + "`, " + fields.what();
  }

  @Override
  public Problem badKey(String where, String key, String wanted, Span span) {
    return Problem.error(
        "bacalhau/bad-key",
        "a key of `" + where + "` must be " + wanted + ", not `" + key + "`",
        span);
  }

  @Override
  public Problem badText(String where, String wanted, String text, Span span) {
    return Problem.error(
        "bacalhau/bad-value", "`" + where + "` must be " + wanted + ", not `" + text + "`", span);
  }

  @Override
  public Problem wrongKind(String where, String wanted, SpecValue value, String written) {
    String subject = where.isEmpty() ? "a job" : "`" + where + "`";
    if (value instanceof SpecString && wanted.startsWith("a whole number")) {
      return JobProblems.wordForNumber(where, value.span());
    }
    return Problem.error(
        "bacalhau/wrong-type",
        subject + " must be " + wanted + ", not " + ShapeWords.kind(value, written),
        value.span());
  }

  @Override
  public Problem missing(String where, Shape.Fields fields, Shape.Field field, SpecObject object) {
    Span place = ShapeWords.firstPlace(object);
    String what = fields.what() + " " + field.name();
    return switch (what) {
      case "a job Name" ->
          JobProblems.deviation(
              "missing-name",
              "missing job name",
              "a job needs `Name`, of letters, digits, `-` and `_`; one is made",
              place);
      case "a task Name" ->
          JobProblems.deviation(
              "missing-name",
              "missing task name",
              "a task needs `Name`, of letters, digits, `-` and `_`; one is made",
              place);
      case "a task Resources" ->
          JobProblems.deviation(
              MISSING_RESOURCES,
              "missing resources",
              "a task needs `Resources`; CPU 0.5 and Memory 512MB are taken",
              place);
      case "resources CPU" ->
          JobProblems.deviation(
              MISSING_RESOURCES, "missing CPU", "`Resources` needs `CPU`; 0.5 is taken", place);
      case "resources Memory" ->
          JobProblems.deviation(
              MISSING_RESOURCES,
              "missing memory",
              "`Resources` needs `Memory`; 512MB is taken",
              place);
      case "a result path Type" ->
          JobProblems.deviation(
              "missing-type",
              "missing type of a result",
              "a result path needs `Type`; directory is taken",
              place);
      default -> // the rest cannot be made up
          Problem.error(
              "bacalhau/missing-key",
              JobProblems.missingText(what)
                  .orElseGet(() -> subject(where, fields) + " needs `" + field.name() + "`"),
              place);
    };
  }

  @Override
  public Problem noneOf(String where, Shape.Fields fields, List<String> names, SpecObject object) {
    return Problem.error(
        "bacalhau/missing-key",
        subject(where, fields) + " needs " + ShapeWords.oneOf(names),
        object.span());
  }

  @Override
  public Problem severalOf(
      String where, Shape.Fields fields, List<String> names, List<SpecObject.Member> present) {
    return Problem.error(
            "bacalhau/several-kinds",
            subject(where, fields) + " has several of " + ShapeWords.oneOf(names),
            present.get(1).keySpan())
        .withRelated(present.getFirst().keySpan(), "the other one");
  }
}
