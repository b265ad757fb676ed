package waybill.dialects.opspec.parameter;

import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.InvalidSchemaException;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import waybill.dialects.opspec.reference.InterpretationException;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.WrongValueException;
import waybill.model.document.SpecObject;

/**
 * The constraints of one parameter, ready to be checked: JSON Schema of drafts 4 to 7, without
 * references. For any number of threads, one after the other.
 */
final class Constraints {
  private static final URI NAME = URI.create("urn:constraints");

  private final Value schema;
  private final Validator validator;

  /**
   * Prepares them.
   *
   * @throws InterpretationException if they are no schema that can be checked
   */
  Constraints(SpecObject written) {
    try {
      this.schema = ConstraintSchema.of(written);
      this.validator =
          new ValidatorFactory()
              .withDefaultDialect(new Dialects.Draft7Dialect())
              .withEvaluatorFactory(new ConstraintEvaluators())
              .withJsonNodeFactory(ConstraintNode.FACTORY)
              .createValidator();
      validator.registerSchema(NAME, schema);
    } catch (InvalidSchemaException e) {
      throw unusable(written, reason(e));
    } catch (JsonSchemaException | WrongValueException e) {
      throw unusable(written, String.valueOf(e.getMessage()));
    }
  }

  /** What is wrong with the value, in the order in which the constraints stand. */
  synchronized List<String> objections(Value value) {
    var result = validator.validate(NAME, value);
    List<String> objections = new ArrayList<>();
    if (!result.isValid()) {
      ConstraintTexts texts = new ConstraintTexts(schema, value);
      result.getErrors().forEach(error -> objections.addAll(texts.of(error)));
      if (objections.isEmpty()) {
        objections.add("Does not meet its constraints");
      }
    }
    return objections;
  }

  private static String reason(InvalidSchemaException e) {
    for (var error : e.getErrors()) {
      return "`" + error.getInstanceLocation() + "`: " + error.getError();
    }
    return String.valueOf(e.getMessage());
  }

  private static InterpretationException unusable(SpecObject written, String reason) {
    return new InterpretationException(
        "the constraints cannot be checked: " + reason, written.span());
  }
}
