package waybill.dialects.tyger.api;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.problem.RuleTexts;
import waybill.dialects.tyger.spec.CodespecRef;
import waybill.dialects.tyger.spec.Page;
import waybill.dialects.tyger.spec.StoredCodespec;
import waybill.dialects.tyger.store.Codespecs;
import waybill.dialects.tyger.written.CodespecJson;
import waybill.dialects.tyger.written.WrittenCodespec;

/** Named codespecs: made, shown, listed; never changed and never removed. */
final class CodespecRoutes {
  private final Codespecs codespecs;

  CodespecRoutes(Codespecs codespecs) {
    this.codespecs = codespecs;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/codespecs", Set.of("limit", "prefix", "_ct"), this::list),
        Route.of("GET", "/codespecs/{name}", Set.of(), call -> show(call, OptionalInt.empty())),
        Route.of("PUT", "/codespecs/{name}", Set.of(), this::save),
        Route.of(
            "GET",
            "/codespecs/{name}/versions/{version}",
            Set.of(),
            call -> show(call, version(call.path("version")))));
  }

  private void list(Call call) throws IOException {
    int limit = call.limit();
    Page<StoredCodespec> page =
        limit == 0
            ? new Page<>(List.of(), Optional.empty())
            : codespecs.list(call.parameter("prefix").orElse(""), limit, call.continuation());
    call.json(200, Pages.json(call, page, CodespecJson::shown));
  }

  private void show(Call call, OptionalInt version) throws IOException {
    StoredCodespec found =
        codespecs.find(call.path("name"), version).orElseThrow(Refusal::notFound);
    call.json(200, CodespecJson.shown(found));
  }

  private void save(Call call) throws IOException {
    String name = call.path("name");
    if (!CodespecRef.isName(name)) {
      throw Refusal.invalid(RuleTexts.BAD_NAME);
    }
    WrittenCodespec written = CodespecJson.read(call.body());
    if (written.name().isPresent() && !written.name().get().equals(name)) {
      throw Refusal.invalid(RuleTexts.OTHER_NAME);
    }
    StoredCodespec saved = codespecs.save(name, CodespecJson.checked(written));
    call.json(
        saved.version() == 1 ? 201 : 200,
        CodespecJson.shown(saved),
        Map.of("Location", "/codespecs/" + name + "/versions/" + saved.version()));
  }

  private static OptionalInt version(String text) {
    try {
      return OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw Refusal.notFound();
    }
  }
}
