package waybill.dialects.opspec.call;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import waybill.dialects.opspec.call.Container.ContainerImage;
import waybill.dialects.opspec.coercion.StringCoercion;
import waybill.dialects.opspec.reference.Expressions;
import waybill.dialects.opspec.reference.InterpretationException;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.reference.Scratch;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenContainer;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/** Evaluates what is written of a container. */
final class ContainerMaker {
  private final Expressions expressions;
  private final Scratch scratch;
  private final ContainerMountMaker mounts;

  ContainerMaker(RunTools tools) {
    this.expressions = tools.expressions();
    this.scratch = tools.scratch();
    this.mounts = new ContainerMountMaker(tools);
  }

  /**
   * A container.
   *
   * @param assigned what variables it changes, once it is over
   */
  record Made(Container container, Map<String, Value> assigned) {}

  /**
   * Evaluates all of it.
   *
   * @throws InterpretationException when something has no value, or cannot be done
   */
  Made make(WrittenContainer written, Scope scope, CallPlace at) {
    // First, because people should hear of it whatever else is wrong.
    ContainerMountMaker.Mounts made = mounts.make(written, scope, at);
    refuseWhatComesLater(written);
    var container =
        new Container(
            image(written, scope),
            command(written, scope),
            environment(written, scope),
            workDir(written, scope),
            made.mounts());
    return new Made(container, made.assigned());
  }

  private static void refuseWhatComesLater(WrittenContainer written) {
    written.name().ifPresent(name -> refuse("container names", name.span()));
    if (!written.ports().isEmpty()) {
      refuse("published ports", written.ports().getFirst().nameSpan());
    }
    written
        .pullCredentials()
        .ifPresent(credentials -> refuse("pull credentials", credentials.username().span()));
  }

  private static void refuse(String what, Span span) {
    throw new InterpretationException(
        what + " are not supported yet: a later version of Waybill will have them", span);
  }

  private ContainerImage image(WrittenContainer written, Scope scope) {
    Optional<String> architecture =
        written.platformArchitecture().map(a -> expressions.string(a, scope, scratch));
    SpecValue ref = written.imageRef();
    if (References.inside(ref).isPresent()
        && expressions.value(ref, scope, scratch) instanceof Value.DirValue layout) {
      return new ContainerImage.Layout(layout.path());
    }
    String name = text("image", ref, expressions.string(ref, scope, scratch).strip());
    if (name.isEmpty()) {
      throw new InterpretationException("the name of the image is empty", ref.span());
    }
    return new ContainerImage.Named(name, architecture, scope.opFolder());
  }

  private List<String> command(WrittenContainer written, Scope scope) {
    if (written.command().isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    SpecValue command = written.command().get();
    if (command instanceof SpecArray array) {
      for (SpecValue word : array.elements()) {
        words.add(text("cmd", word, expressions.string(word, scope, scratch)));
      }
    } else {
      for (Value word : expressions.array(command, scope, scratch).items()) {
        words.add(text("cmd", command, StringCoercion.text(word)));
      }
    }
    return words;
  }

  private SequencedMap<String, String> environment(WrittenContainer written, Scope scope) {
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    if (written.environment().isEmpty()) {
      return environment;
    }
    SpecValue all = written.environment().get();
    if (all instanceof SpecObject object) {
      for (SpecObject.Member member : object.members()) {
        var key = new SpecString(member.key(), member.keySpan());
        String name = variableName(expressions.string(key, scope, scratch), member.keySpan());
        SpecValue value =
            member.value() instanceof SpecNull
                ? new SpecString("$(" + name + ")", member.keySpan())
                : member.value();
        environment.put(name, text("envVars", value, expressions.string(value, scope, scratch)));
      }
    } else {
      expressions
          .object(all, scope, scratch)
          .properties()
          .forEach(
              (name, value) ->
                  environment.put(
                      variableName(name, all.span()),
                      text("envVars", all, StringCoercion.text(value))));
    }
    return environment;
  }

  private static String variableName(String name, Span span) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
      throw new InterpretationException(
          "`" + name + "` cannot be the name of an environment variable", span);
    }
    return name;
  }

  private Optional<String> workDir(WrittenContainer written, Scope scope) {
    if (written.workDir().isEmpty()) {
      return Optional.empty();
    }
    SpecValue expression = written.workDir().get();
    String directory = text("workDir", expression, expressions.string(expression, scope, scratch));
    if (!directory.startsWith("/")) {
      throw new InterpretationException(
          "workDir must be an absolute path, not `" + directory + "`", expression.span());
    }
    return Optional.of(directory);
  }

  /** The kernel ends such texts at a NUL. */
  private static String text(String what, SpecValue written, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InterpretationException(what + " cannot hold a NUL character", written.span());
    }
    return text;
  }
}
