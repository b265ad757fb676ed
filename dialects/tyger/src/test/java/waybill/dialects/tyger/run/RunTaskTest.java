package waybill.dialects.tyger.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.Kind;
import waybill.dialects.tyger.spec.Resources;
import waybill.engine.room.Demand;
import waybill.images.image.Image;
import waybill.images.image.ImageProgress;
import waybill.images.user.ImageUser;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Task;

class RunTaskTest implements RunImages {
  private static final RunRoom ROOM = new RunRoom(Limits.NONE, Demand.NONE, 1 << 20);

  @Override
  public Found find(String name, ImageProgress progress) {
    return found(List.of("/bin/echo"), List.of("hi", "$(FROM_IMAGE)"));
  }

  @Override
  public boolean hasFolder(Found found, String path) {
    return path.equals("/srv");
  }

  private static Found found(List<String> entrypoint, List<String> command) {
    return new Found(
        "img",
        new Image(
            "",
            List.of(new Layer.Folder(Path.of("/x"))),
            List.of("FROM_IMAGE=1", "X=image"),
            Optional.of("/image/dir"),
            entrypoint,
            command,
            Optional.empty()),
        new ImageUser(7, 8, List.of(9L), "/home/u"));
  }

  private Task task(List<String> command, List<String> args) {
    return task(command, args, Optional.empty(), Map.of(), Optional.empty());
  }

  private Task task(
      List<String> command,
      List<String> args,
      Optional<String> workingDir,
      Map<String, String> env,
      Optional<Identity> identity) {
    var codespec =
        new Codespec(
            Kind.JOB,
            "img",
            command,
            args,
            workingDir,
            env,
            Optional.empty(),
            Resources.NONE,
            OptionalInt.empty(),
            List.of("my-in"),
            List.of("out"),
            List.of(),
            Map.of());
    return new RunTask(5, codespec, ROOM, identity, Optional.of(Path.of("/state/pipes")))
        .make(find("img", ImageProgress.NONE), this, Ids.SINGLE);
  }

  private static List<String> words(Task task) {
    var words = new java.util.ArrayList<String>();
    words.add(task.program().name());
    words.addAll(task.program().arguments());
    return words;
  }

  @Test
  void takesWordsFromTheCodespecBeforeTheImage() {
    assertThat(words(task(List.of(), List.of()))).containsExactly("/bin/echo", "hi", "1");
    assertThat(words(task(List.of(), List.of("a")))).containsExactly("/bin/echo", "a");
    assertThat(words(task(List.of("/c"), List.of()))).containsExactly("/c");
    assertThat(words(task(List.of("/c"), List.of("$HOME", "$(X)$(NONE)"))))
        .containsExactly("/c", "$HOME", "image$(NONE)");
  }

  @Test
  void expandsPipesAndVariablesInOrder() {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("F", "$(MY-IN_PIPE)");
    env.put("G", "$(F):$(TYGER_RUN_ID):$(LATER)");
    env.put("LATER", "x");
    env.put("X", "$(X)+");

    Task task = task(List.of("/c"), List.of("$(G)"), Optional.empty(), env, Optional.empty());

    assertThat(task.program().environment())
        .containsEntry("MY-IN_PIPE", "/run/secrets/5/pipes/my-in.pipe")
        .containsEntry("OUT_PIPE", "/run/secrets/5/pipes/out.pipe")
        .containsEntry("F", "/run/secrets/5/pipes/my-in.pipe")
        .containsEntry("G", "/run/secrets/5/pipes/my-in.pipe:5:$(LATER)")
        .containsEntry("X", "image+")
        .containsEntry("HOME", "/home/u")
        .containsKey("PATH");
    assertThat(task.program().arguments())
        .containsExactly("/run/secrets/5/pipes/my-in.pipe:5:$(LATER)");
  }

  @Test
  void bindsPipesAndTheFilesOfItsIdentityReadOnly() {
    var identity =
        new Identity("me", Map.of("/run/token", Path.of("/home/me/t")), Map.of("KEY", "s"));

    Task task =
        task(List.of("/c"), List.of("$(KEY)"), Optional.empty(), Map.of(), Optional.of(identity));

    assertThat(task.mounts())
        .containsExactly(
            new Mount.ContainerSystem(OptionalLong.of(1 << 20)),
            new Mount.Bind(
                Path.of("/state/pipes"),
                "/state/pipes",
                "/run/secrets/5/pipes",
                Mount.BindAccess.READ_ONLY),
            new Mount.Bind(
                Path.of("/home/me/t"), "/home/me/t", "/run/token", Mount.BindAccess.READ_ONLY));
    assertThat(task.program().arguments()).containsExactly("s");
    assertThat(task.network()).isEqualTo(Network.LOOPBACK);
    assertThat(task.program().user()).isEqualTo(7);
    assertThat(task.program().moreGroups()).containsExactly(9L);
  }

  @Test
  void runsInTheFolderThatWasNamed() {
    assertThat(directory("/srv")).isEqualTo("/srv");
    assertThat(directory("/dev/shm/")).isEqualTo("/dev/shm/");
    assertThat(task(List.of("/c"), List.of()).program().directory()).isEqualTo("/image/dir");
  }

  private String directory(String workingDir) {
    return task(List.of("/c"), List.of(), Optional.of(workingDir), Map.of(), Optional.empty())
        .program()
        .directory();
  }

  @Test
  void doesNotMakeAFolderThatIsMisspelt() {
    assertThatThrownBy(() -> directory("/srw"))
        .hasMessage(
            "Failed to start the run: workingDir '/srw' does not exist in image img");
    assertThatThrownBy(() -> directory("srv")).hasMessageContaining("is not an absolute path");
  }

  @Test
  void refusesAnImageThatSaysNothing() {
    var codespec = Lab.codespec(List.of(), List.of());
    var maker = new RunTask(5, codespec, ROOM, Optional.empty(), Optional.empty());

    assertThatThrownBy(() -> maker.make(found(List.of(), List.of()), this, Ids.SINGLE))
        .hasMessageContaining("image img has no entrypoint or command");
  }
}
