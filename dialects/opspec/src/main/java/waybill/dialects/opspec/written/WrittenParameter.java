package waybill.dialects.opspec.written;

import java.util.Optional;
import waybill.model.document.Span;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecValue;

/**
 * An input or output of an op.
 *
 * @param defaultValue an expression of whatever type the schema lets it have
 * @param constraints a JSON Schema
 * @param span of its name
 */
public record WrittenParameter(
    String name,
    ParameterType type,
    Optional<String> description,
    Optional<SpecValue> defaultValue,
    Optional<SpecObject> constraints,
    boolean secret,
    Span span) {}
