package waybill.dialects.tyger.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.dialects.tyger.api.FakeWorld;

class BufferCommandsTest {
  @TempDir Path folder;
  private FakeWorld world;
  private Shell shell;

  @BeforeEach
  void open() {
    world = new FakeWorld();
    shell = new Shell(world.socket(), folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private String create(String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "buffer";
    all[1] = "create";
    System.arraycopy(more, 0, all, 2, more.length);
    return shell.tyger(all).ok().line();
  }

  @Test
  void aBufferIsMadeAndShown() {
    String id = create("--tag", "a=1,b=2", "--tag", "c=3");
    assertThat(id).matches("[a-z2-7]{26}");
    assertThat(shell.tyger("buffers", "show", id).ok().out().replaceAll("\\s+", ""))
        .contains("\"tags\":{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}")
        .contains("\"eTag\":\"")
        .contains("\"location\":\"local\"")
        .doesNotContain("expiresAt")
        .doesNotContain("isSoftDeleted");
    assertThat(create("--full-resource", "--ttl", "1.12")).startsWith("{").contains("expiresAt");
  }

  @Test
  void aFlagThatIsFalseIsNone() {
    String id = create("--full-resource=false", "--tag", "k=1");
    assertThat(id).matches("[a-z2-7]{26}");
    assertThat(set(id, "--clear-tags=false", "--tag", "l=2")).contains("{\"k\":\"1\",\"l\":\"2\"}");
    assertThat(shell.tyger("buffer", "list", "--soft-deleted=false").ok().out()).contains(id);
    assertThat(shell.tyger("buffer", "delete", "--all=false", "--force").failed().err())
        .contains("One of ID, --tag, or --all must be specified");
    assertThat(create("--full-resource=true")).startsWith("{");
  }

  @Test
  void tagsAreMergedOrCleared() {
    String id = create("--tag", "t1=v1", "--tag", "t2=v2");
    assertThat(set(id, "--tag", "t2=new", "--tag", "t3=v3"))
        .contains("\"tags\":{\"t1\":\"v1\",\"t2\":\"new\",\"t3\":\"v3\"}");
    assertThat(set(id, "--clear-tags", "--tag", "t3=v3")).contains("\"tags\":{\"t3\":\"v3\"}");
  }

  private String set(String id, String... more) {
    String[] all = new String[more.length + 3];
    System.arraycopy(new String[] {"buffer", "set", id}, 0, all, 0, 3);
    System.arraycopy(more, 0, all, 3, more.length);
    return shell.tyger(all).ok().out().replaceAll("\\s+", "");
  }

  @Test
  void anOldETagChangesNothing() {
    String id = create();
    String shown = shell.tyger("buffer", "show", id).ok().out();
    String eTag = shown.replaceAll("(?s).*\"eTag\": \"([^\"]*)\".*", "$1");
    assertThat(shell.tyger("buffer", "set", id, "--etag", "bad", "--tag", "a=1").failed().err())
        .contains("the server's ETag does not match the provided ETag");
    assertThat(shell.tyger("buffer", "set", id, "--clear-tags", "--etag", "bad").failed().err())
        .contains("PreconditionFailed: ");
    assertThat(shell.tyger("buffer", "set", "nosuch", "--etag", "bad").failed().err())
        .contains("was not found");
    assertThat(set(id, "--etag", eTag, "--tag", "a=1")).doesNotContain(eTag);
  }

  @Test
  void listsAreFilteredByTags() {
    create("--tag", "x=u", "--tag", "t1=1", "--tag", "t2=2");
    create("--tag", "x=u", "--tag", "t2=2", "--tag", "t3=3");
    assertThat(count("--tag", "x=u")).isEqualTo(2);
    assertThat(count("--tag", "x=u,t1=1")).isEqualTo(1);
    assertThat(count("--tag", "x=u", "--exclude-tag", "t1=1")).isEqualTo(1);
    assertThat(count("--tag", "x=u", "--exclude-tag", "t1=1,t3=3")).isZero();
  }

  private int count(String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "buffer";
    all[1] = "list";
    System.arraycopy(more, 0, all, 2, more.length);
    return shell.tyger(all).ok().out().split("\"id\"", -1).length - 1;
  }

  @Test
  void deletedBuffersComeBackOrGoForEver() {
    String id = create();
    assertThat(shell.tyger("buffer", "restore", id).failed().err())
        .contains("Buffer is not soft-deleted");
    String deleted = shell.tyger("buffer", "delete", id).ok().out();
    assertThat(deleted).contains(id).doesNotContain("isSoftDeleted");
    assertThat(shell.tyger("buffer", "show", id).failed().err()).contains("NotFound");
    assertThat(shell.tyger("buffer", "show", id, "--soft-deleted").ok().out()).isEqualTo(deleted);
    shell.tyger("buffer", "restore", id).ok();
    shell.tyger("buffer", "delete", id).ok();
    shell.tyger("buffer", "purge", id).ok();
    for (String verb : new String[] {"delete", "restore", "purge"}) {
      assertThat(shell.tyger("buffer", verb, id).failed().err()).contains("not found");
    }
  }

  @Test
  void whatWasDoneBeforeAFailureIsToldToo() {
    String first = create();
    String last = create();
    Shell.Told told = shell.tyger("buffer", "delete", first, "nosuch", last).failed();
    assertThat(told.out()).startsWith("[\n").contains(first).doesNotContain(last).endsWith("\n]\n");
    assertThat(told.err()).contains("NotFound");
    assertThat(shell.tyger("buffer", "delete", "nosuch", last).failed().out()).isEmpty();
    shell.tyger("buffer", "show", last).ok();
  }

  @Test
  void manyAreDeletedOnlyByWhoSaysSo() {
    create("--tag", "x=1");
    create("--tag", "x=1");
    create("--tag", "x=2");
    Shell.Told asked = shell.piped("\n", "buffer", "delete", "--tag", "x=1").failed();
    assertThat(asked.err()).contains("Are you sure you want to delete 2 buffers?");
    assertThat(shell.tyger("buffer", "delete", "--tag", "x=7").ok().out())
        .isEqualTo("No buffers found.\n");
    assertThat(shell.piped("y\n", "buffer", "delete", "--tag", "x=1").ok().out())
        .isEqualTo("Deleted 2 buffers.\n");
    assertThat(shell.tyger("buffer", "restore", "--all", "--force").ok().out())
        .isEqualTo("Restored 2 buffers.\n");
    String[] ids = {create(), create()};
    assertThat(shell.tyger("buffer", "delete", ids[0], ids[1]).ok().out())
        .startsWith("[\n")
        .contains(ids[0])
        .contains(ids[1])
        .endsWith("\n]\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "delete | One of ID, --tag, or --all must be specified",
        "purge abc --all | One of ID, --tag, or --all must be specified",
        "create --ttl 1d | invalid TTL format: '1d'",
        "create --ttl 1.24 | invalid hours in TTL format: '1.24'",
        "create --ttl 2.00:60 | invalid minutes in TTL format: '2.00:60'",
        "create --location moon | moon",
        "create --tag a | must be formatted as key=value",
        "create --tag a/b=1 | Tag keys must contain",
        "read abc --dop 0 | the degree of parallelism (dop) must be at least 1",
        "read abc --dop x | --dop",
        "write abc --block-size 2G | --block-size",
        "write abc --block-size 0 | --block-size",
        "write abc --flush-interval soon | soon",
        "write abc --log-format xml | --log-format",
        "read http://127.0.0.1:1/x?y --access-ttl 0.00:01 | access-ttl is only supported when",
        "read nosuch | FTL Failed to read buffer",
        "write nosuch | FTL Failed to write buffer",
        "gen 1x | invalid size: 1x",
        "show .. | NotFound: The resource was not found",
        "access nosuch | NotFound: The resource was not found",
      })
  void whatIsWrongIsTold(String arguments, String text) {
    Shell.Told told = shell.tyger(("buffer " + arguments.strip()).split(" ")).failed();
    assertThat(told.out()).isEmpty();
    assertThat(told.err()).contains(text.strip());
  }

  @Test
  void aFolderIsRefusedBeforeTheBufferIsSpoilt() throws Exception {
    String id = create();
    assertThat(shell.tyger("buffer", "write", id, "-i", ".").failed().err())
        .contains("cannot open", "Is a directory");
    shell.piped("Hello", "buffer", "write", id).ok();
    assertThat(shell.tyger("buffer", "read", id).ok().out()).isEqualTo("Hello");
  }

  @Test
  void contentGoesInAndComesOut() throws Exception {
    String id = create();
    shell.piped("Hello", "buffer", "write", id, "-b", "2").ok();
    assertThat(shell.tyger("buffer", "read", id).ok().out()).isEqualTo("Hello");
    assertThat(shell.piped("again", "buffer", "write", id).failed().err())
        .contains("buffer cannot be overwritten");
    String url = shell.tyger("buffer", "access", id).ok().line();
    assertThat(shell.tyger("buffer", "read", url).ok().out()).isEqualTo("Hello");
    String readable = shell.tyger("buffer", "access", create()).ok().line();
    assertThat(shell.piped("x", "buffer", "write", readable).failed().err())
        .contains("does not allow write access");
    Files.writeString(folder.resolve("url"), url + "\n");
    assertThat(shell.tyger("buffer", "read", "url").ok().out()).isEqualTo("Hello");
    assertThat(shell.tyger("buffer", "gen", "10").ok().out()).isEqualTo(":;<=>?@ABC");
  }

  @Test
  void thereIsOnePlaceForBuffers() {
    assertThat(shell.tyger("buffer", "storage-account", "list").ok().out())
        .contains("\"name\": \"local\"");
  }
}
