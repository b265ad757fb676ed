package waybill.dialects.tyger.written;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import waybill.dialects.tyger.expand.Expansion;
import waybill.dialects.tyger.problem.CommandTexts;
import waybill.dialects.tyger.problem.RuleTexts;
import waybill.dialects.tyger.spec.CodespecRef;
import waybill.dialects.tyger.spec.Kind;
import waybill.dialects.tyger.spec.Quantity;
import waybill.dialects.tyger.spec.Resources;
import waybill.dialects.tyger.spec.SocketSpec;

/**
 * What has to hold between the fields of a codespec. The first rule that is broken is told first.
 */
final class CodespecRules {
  private static final String INPUTS = "inputs";
  private static final String OUTPUTS = "outputs";
  static final int MAX_PORT = 65_535;

  private final WrittenCodespec codespec;
  private final List<String> where;
  private final Consumer<Broken> broken;

  private CodespecRules(WrittenCodespec codespec, List<String> where, Consumer<Broken> broken) {
    this.codespec = codespec;
    this.where = where;
    this.broken = broken;
  }

  /**
   * Checks all rules.
   *
   * @param where the codespec stands
   * @param broken gets every rule that is broken
   */
  static void check(WrittenCodespec codespec, List<String> where, Consumer<Broken> broken) {
    CodespecRules rules = new CodespecRules(codespec, where, broken);
    rules.kind();
    rules.image();
    rules.ofKind();
    rules.buffers();
    rules.sockets();
    rules.socketPipes();
    rules.resources();
    rules.numbersAndNames();
  }

  /** What a name may be made of. */
  static void checkName(String name, Consumer<Broken> broken) {
    if (!CodespecRef.isName(name)) {
      broken.accept(Broken.value(List.of("name"), "bad-name", RuleTexts.BAD_NAME));
    }
  }

  private List<String> at(String... more) {
    return Broken.path(where, more);
  }

  private String place() {
    return String.join(".", where);
  }

  private void value(List<String> path, String code, String message) {
    broken.accept(Broken.value(path, code, message));
  }

  static Optional<Kind> kind(String word) {
    for (Kind kind : Kind.values()) {
      if (kind.word().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private Optional<Kind> kindOf() {
    return codespec.kind().flatMap(CodespecRules::kind);
  }

  private void kind() {
    if (codespec.kind().isEmpty()) {
      value(at(), "missing-kind", RuleTexts.notUnderstood(RuleTexts.NO_KIND, place()));
    } else if (kindOf().isEmpty()) {
      String text = RuleTexts.notUnderstood(RuleTexts.BAD_KIND, place());
      broken.accept(Broken.value(at("kind"), "bad-kind", text).toAuthors(CommandTexts.BAD_KIND));
    }
  }

  private void image() {
    if (codespec.image().isEmpty()) {
      String text = RuleTexts.notUnderstood(RuleTexts.missing("image"), place());
      broken.accept(
          Broken.value(at(), "missing-image", text).toAuthors("a codespec needs `image`"));
    } else if (codespec.image().get().isEmpty()) {
      value(at("image"), "missing-image", RuleTexts.EMPTY_IMAGE);
    }
  }

  private void ofKind() {
    Optional<Kind> kind = kindOf();
    if (kind.isEmpty()) {
      return;
    }
    switch (kind.get()) {
      case JOB -> {
        if (!codespec.endpoints().isEmpty()) {
          broken.accept(
              Broken.key(at("endpoints"), "job-endpoints", CommandTexts.JOB_WITH_ENDPOINTS));
        }
      }
      case WORKER -> {
        if (!codespec.inputs().isEmpty() || !codespec.outputs().isEmpty()) {
          broken.accept(
              Broken.key(at("buffers"), "worker-buffers", CommandTexts.WORKER_WITH_BUFFERS));
        }
        if (!codespec.sockets().isEmpty()) {
          broken.accept(Broken.key(at("sockets"), "worker-sockets", RuleTexts.WORKER_WITH_SOCKETS));
        }
      }
    }
  }

  /** Of each name what is wrong first: a capital letter is less than a repetition. */
  private void buffers() {
    Set<String> seen = new HashSet<>();
    for (String direction : List.of(INPUTS, OUTPUTS)) {
      List<String> names = direction.equals(INPUTS) ? codespec.inputs() : codespec.outputs();
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        List<String> path = at("buffers", direction, Integer.toString(i));
        if (name.isEmpty()) {
          value(path, "bad-buffer", RuleTexts.EMPTY_BUFFER_NAME);
        } else if (!seen.add(name.toLowerCase(Locale.ROOT))) {
          value(path, "repeated-buffer", RuleTexts.repeatedBuffer(name));
        } else if (!isBufferName(name)) {
          value(path, "bad-buffer", RuleTexts.badBuffer(name));
        }
      }
    }
  }

  private static boolean isBufferName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      boolean inside = i > 0 && i < name.length() - 1;
      if (!alphanumeric && !(inside && c == '-')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private void sockets() {
    Set<String> used = new HashSet<>();
    for (int i = 0; i < codespec.sockets().size(); i++) {
      SocketSpec socket = codespec.sockets().get(i);
      List<String> path = at("sockets", Integer.toString(i));
      if (socket.port() < 1 || socket.port() > MAX_PORT) {
        value(Broken.path(path, "port"), "bad-port", RuleTexts.BAD_PORT);
      }
      if (socket.inputBuffer().isEmpty() && socket.outputBuffer().isEmpty()) {
        value(path, "idle-socket", RuleTexts.idleSocket(socket.port()));
      }
      socketBuffer(path, "input", socket.inputBuffer(), codespec.inputs(), socket.port(), used);
      socketBuffer(path, "output", socket.outputBuffer(), codespec.outputs(), socket.port(), used);
    }
  }

  private void socketBuffer(
      List<String> socket,
      String direction,
      Optional<String> name,
      List<String> known,
      int port,
      Set<String> used) {
    if (name.isEmpty()) {
      return;
    }
    List<String> path = Broken.path(socket, direction + "Buffer");
    if (!known.contains(name.get())) {
      value(path, "bad-socket", RuleTexts.foreignSocketBuffer(direction, name.get(), port));
    } else if (!used.add(direction + " " + name.get())) {
      value(path, "bad-socket", RuleTexts.sharedSocketBuffer(direction, name.get()));
    }
  }

  /** Pipes that are not there because a socket has them. */
  private void socketPipes() {
    Set<String> owned = new HashSet<>();
    for (SocketSpec socket : codespec.sockets()) {
      socket.inputBuffer().ifPresent(name -> owned.add(pipe(name)));
      socket.outputBuffer().ifPresent(name -> owned.add(pipe(name)));
    }
    if (owned.isEmpty()) {
      return;
    }
    Map<List<String>, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, String> variable : codespec.env().entrySet()) {
      texts.put(at("env", variable.getKey()), variable.getValue());
    }
    list(texts, "command", codespec.command());
    list(texts, "args", codespec.args());
    texts.forEach(
        (path, text) -> {
          for (String reference : Expansion.references(text)) {
            if (owned.contains(reference)) {
              value(path, "socket-pipe", RuleTexts.socketPipe(reference));
            }
          }
        });
  }

  private void list(Map<List<String>, String> texts, String key, List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      texts.put(at(key, Integer.toString(i)), words.get(i));
    }
  }

  static String pipe(String buffer) {
    return buffer.toUpperCase(Locale.ROOT) + "_PIPE";
  }

  private void resources() {
    Resources resources = codespec.resources();
    limit("cpu", resources.requests().cpu(), resources.limits().cpu());
    limit("memory", resources.requests().memory(), resources.limits().memory());
    if (resources.gpu().isPresent() && !resources.gpu().get().isWhole()) {
      value(at("resources", "gpu"), "bad-gpu", RuleTexts.fractionOfGpu(resources.gpu().get()));
    }
  }

  private void limit(String what, Optional<Quantity> request, Optional<Quantity> limit) {
    if (request.isPresent()
        && limit.isPresent()
        && request.get().value().compareTo(limit.get().value()) > 0) {
      value(
          at("resources", "requests", what),
          "above-limit",
          RuleTexts.aboveLimit(what, request.get(), limit.get()));
    }
  }

  private void numbersAndNames() {
    if (codespec.maxReplicas().isPresent() && codespec.maxReplicas().getAsInt() < 1) {
      int given = codespec.maxReplicas().getAsInt();
      value(at("maxReplicas"), "bad-number", RuleTexts.tooSmall("maxReplicas", 1, given));
    }
    for (Map.Entry<String, Integer> endpoint : codespec.endpoints().entrySet()) {
      List<String> path = at("endpoints", endpoint.getKey());
      if (!isVariable(endpoint.getKey())) {
        broken.accept(Broken.key(path, "bad-endpoint", RuleTexts.badEndpoint(endpoint.getKey())));
      }
      if (endpoint.getValue() < 1 || endpoint.getValue() > MAX_PORT) {
        value(path, "bad-port", RuleTexts.BAD_PORT);
      }
    }
    for (String name : codespec.env().keySet()) {
      if (!isVariable(name)) {
        broken.accept(Broken.key(at("env", name), "bad-variable", RuleTexts.badVariable(name)));
      }
    }
  }

  private static boolean isVariable(String name) {
    return !name.isEmpty() && name.indexOf('=') < 0;
  }
}
