package waybill.dialects.bacalhau.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;
import waybill.cli.CommandOptions;
import waybill.dialects.bacalhau.spec.Constraint;

/**
 * The job that the options of {@code docker run} mean, as its author would have written it: so all
 * rules are those of files.
 */
final class DockerJob {
  private final ParseResult options;
  private final List<String> words;
  private final String name;

  /**
   * @param words the image and what follows it
   */
  DockerJob(ParseResult options, List<String> words, String name) {
    this.options = options;
    this.words = words;
    this.name = name;
  }

  String json() {
    return JsonShape.text(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("Name", name);
          text(json, "Namespace", "--namespace");
          json.writeStringProperty("Type", ofAll() ? "ops" : "batch");
          number(json, "Count", "--count");
          number(json, "Priority", "--priority");
          pairs(json, "Labels", "--labels");
          constraints(json);
          json.writeArrayPropertyStart("Tasks");
          task(json);
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private boolean ofAll() {
    String target = options.matchedOptionValue("--target", "any");
    return switch (target.toLowerCase(Locale.ROOT)) {
      case "any" -> false;
      case "all" -> true;
      default -> // neither
          throw Verb.wrong("`--target` cannot be `" + target + "`", "it is any or all");
    };
  }

  private void text(JsonGenerator json, String key, String option) {
    CommandOptions.text(options, option).ifPresent(value -> json.writeStringProperty(key, value));
  }

  private void number(JsonGenerator json, String key, String option) {
    if (CommandOptions.has(options, option)) {
      int value = options.matchedOptionValue(option, 0);
      json.writeNumberProperty(key, value);
    }
  }

  private void pairs(JsonGenerator json, String key, String option) {
    List<String> pairs = CommandOptions.texts(options, option);
    if (pairs.isEmpty()) {
      return;
    }
    json.writeObjectPropertyStart(key);
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw Verb.wrong(
            "`" + option + " " + pair + "` has no value", "write `" + option + " NAME=VALUE`");
      }
      json.writeStringProperty(pair.substring(0, equals), pair.substring(equals + 1));
    }
    json.writeEndObject();
  }

  private void constraints(JsonGenerator json) {
    Optional<String> selector = CommandOptions.text(options, "--constraints");
    if (selector.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("Constraints");
    for (Constraint constraint : Selectors.parse(selector.get())) {
      json.writeStartObject();
      json.writeStringProperty("Key", constraint.key());
      json.writeStringProperty("Operator", operator(constraint.operator()));
      json.writeArrayPropertyStart("Values");
      constraint.values().forEach(json::writeString);
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String operator(Constraint.Operator operator) {
    return switch (operator) {
      case IN -> "in";
      case NOT_IN -> "notin";
      case EXISTS -> "exists";
      case ABSENT -> "!";
      case EQUAL -> "=";
      case NOT_EQUAL -> "!=";
      case GREATER -> "gt";
      case LESS -> "lt";
    };
  }

  private void task(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("Name", options.matchedOptionValue("--task-name", "main"));
    engine(json);
    json.writeObjectPropertyStart("Resources");
    text(json, "CPU", "--cpu");
    text(json, "Memory", "--memory");
    text(json, "Disk", "--disk");
    text(json, "GPU", "--gpu");
    json.writeEndObject();
    pairs(json, "Env", "--env");
    network(json);
    timeouts(json);
    inputs(json);
    results(json);
    CommandOptions.text(options, "--publisher")
        .ifPresent(
            type -> {
              json.writeObjectPropertyStart("Publisher");
              json.writeStringProperty("Type", type);
              json.writeEndObject();
            });
    json.writeEndObject();
  }

  private void engine(JsonGenerator json) {
    json.writeObjectPropertyStart("Engine");
    json.writeStringProperty("Type", "docker");
    json.writeObjectPropertyStart("Params");
    json.writeStringProperty("Image", words.getFirst());
    CommandOptions.text(options, "--entrypoint")
        .ifPresent(word -> array(json, "Entrypoint", List.of(word)));
    if (words.size() > 1) {
      boolean dashes = words.get(1).equals("--");
      array(json, "Parameters", words.subList(dashes ? 2 : 1, words.size()));
    }
    text(json, "WorkingDirectory", "--workdir");
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void array(JsonGenerator json, String key, List<String> values) {
    json.writeArrayPropertyStart(key);
    values.forEach(json::writeString);
    json.writeEndArray();
  }

  private void network(JsonGenerator json) {
    List<String> domains = CommandOptions.texts(options, "--domain");
    Optional<String> type = CommandOptions.text(options, "--network");
    if (type.isEmpty() && domains.isEmpty()) {
      return;
    }
    json.writeObjectPropertyStart("Network");
    json.writeStringProperty("Type", type.orElse("http"));
    if (!domains.isEmpty()) {
      array(json, "Domains", domains);
    }
    json.writeEndObject();
  }

  private void timeouts(JsonGenerator json) {
    if (CommandOptions.has(options, "--timeout")
        || CommandOptions.has(options, "--queue-timeout")) {
      json.writeObjectPropertyStart("Timeouts");
      number(json, "TotalTimeout", "--timeout");
      number(json, "QueueTimeout", "--queue-timeout");
      json.writeEndObject();
    }
  }

  private void inputs(JsonGenerator json) {
    List<String> inputs = CommandOptions.texts(options, "--input");
    if (!inputs.isEmpty()) {
      json.writeArrayPropertyStart("InputSources");
      inputs.forEach(input -> InputOption.parse(input).write(json));
      json.writeEndArray();
    }
  }

  private void results(JsonGenerator json) {
    List<String> outputs = CommandOptions.texts(options, "--output");
    if (outputs.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("ResultPaths");
    for (String output : outputs) {
      int colon = output.indexOf(':');
      if (colon <= 0 || colon == output.length() - 1) {
        throw Verb.wrong("invalid output volume: " + output, "write `-o NAME:PATH`");
      }
      json.writeStartObject();
      json.writeStringProperty("Name", output.substring(0, colon));
      json.writeStringProperty("Path", output.substring(colon + 1));
      json.writeStringProperty("Type", "directory");
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
