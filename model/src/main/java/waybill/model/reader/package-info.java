/**
 * Turns text into documents: {@link waybill.model.reader.JsonReader} and {@link
 * waybill.model.reader.YamlReader}. Read {@code JsonReader} first. The text is hostile: size,
 * depth, strings and number of values are bounded by {@link waybill.model.reader.ReadLimits}, and
 * whatever is wrong with it becomes problems with places, never another exception. It is a package
 * apart from the tree so that the tree knows neither problems nor libraries; it is the only one
 * that sees jackson-core and snakeyaml-engine. What a document means does not belong here.
 */
@org.jspecify.annotations.NullMarked
package waybill.model.reader;
