package waybill.dialects.opspec.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;

class OpSourceTest {
  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();
  private final OpSource ops = new OpSource(warnings::add);

  private Path op(String name, String text) throws Exception {
    Path made = Files.createDirectories(folder.resolve(name));
    Files.writeString(made.resolve("op.yml"), text);
    return made;
  }

  @Test
  void anOpIsReadOnceHoweverItIsCalled() throws Exception {
    Path path = op("a", "name: first\n");
    LoadedOp first = ops.load(path);
    op("a", "name: second\n");
    assertThat(ops.load(path.resolve("../a"))).isSameAs(first);
    assertThat(ops.load(path.resolve("."))).isSameAs(first);
    assertThat(first.op().name()).isEqualTo("first");
  }

  @Test
  void whatIsBesideWinsOverWhatIsAround() throws Exception {
    Path calling = op("main", "name: main\n");
    Path around = op("sub", "name: sub\n");
    assertThat(ops.resolve("sub", calling)).isEqualTo(around);
    Path inside = op("main/sub", "name: sub\n");
    assertThat(ops.resolve("sub", calling)).isEqualTo(inside);
    assertThat(ops.resolve("./sub/../sub", calling)).isEqualTo(inside);
  }

  @Test
  void aFolderWithoutOpDoesNotStandInTheWay() throws Exception {
    Path calling = op("main", "name: main\n");
    Path around = op("build", "name: build\n");
    Files.createDirectories(calling.resolve("build"));
    assertThat(ops.resolve("build", calling)).isEqualTo(around);
  }

  @Test
  void warningsOfAnOpAreToldOnce() throws Exception {
    Path path = op("a", "name: a\nrun: {op: {pkg: {ref: ../b}}}\n");
    ops.load(path);
    ops.load(path);
    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst()).startsWith(path + "/op.yml:2:");
  }

  @Test
  void hostileFilesAreRefusedInTime() throws Exception {
    Path binary = Files.createDirectories(folder.resolve("binary"));
    Files.write(binary.resolve("op.yml"), new byte[] {'n', (byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> ops.load(binary))
        .isInstanceOf(FailureException.class)
        .hasMessage("cannot read " + binary.resolve("op.yml") + ": it is not UTF-8 text");

    Path endless = Files.createDirectories(folder.resolve("endless"));
    Files.createSymbolicLink(endless.resolve("op.yml"), Path.of("/dev/zero"));
    assertThatThrownBy(() -> ops.load(endless)).isInstanceOf(FailureException.class);

    Path pipe = Files.createDirectories(folder.resolve("pipe"));
    assertThat(new ProcessBuilder("mkfifo", pipe.resolve("op.yml").toString()).start().waitFor())
        .isZero();
    assertThatThrownBy(() -> ops.load(pipe))
        .isInstanceOf(FailureException.class)
        .hasMessage("there is no op: " + pipe.resolve("op.yml") + " is not a file");

    Path large = Files.createDirectories(folder.resolve("large"));
    Files.writeString(large.resolve("op.yml"), "name: a\n#" + "x".repeat(17 << 20));
    assertThatThrownBy(() -> ops.load(large))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("has more than");

    assertThatThrownBy(() -> ops.load(op("wrong", "- list\n")))
        .isInstanceOf(ProblemsException.class);
    assertThatThrownBy(() -> ops.load(folder.resolve("nowhere")))
        .hasMessage("there is no op: " + folder.resolve("nowhere/op.yml") + " does not exist");
    assertThatThrownBy(() -> ops.resolve("a\0b", folder)).isInstanceOf(FailureException.class);
  }
}
