package waybill.dialects.maelstrom.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.written.WrittenImage.Use;
import waybill.images.layer.LayerSource;
import waybill.model.failure.FailureException;
import waybill.model.problem.Problem;
import waybill.model.task.Network;

class NewerJobReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'program':'x','program':1|duplicate field `program`",
        "'program':'x','user':1,'user':'y'|duplicate field `user`",
        "'timeout':'x'|invalid type: string 'x', expected u32",
        "'timeout':null|missing field `program`",
        "'layers':1|missing field `program`",
        "'program':1|invalid type: integer `1`, expected path string",
        "'program':null|invalid type: null, expected path string",
        "'program':'x','bogus':1,'layers':1|invalid type: integer `1`, expected a sequence",
        "'program':'x','bogus':1|unknown field `bogus`",
        "'program':'x','timeout':1.5|invalid type: floating point `1.5`, expected u32",
        "'program':'x','priority':-129|invalid value: integer `-129`, expected i8",
        "'program':'x','priority':'a'|invalid type: string 'a', expected i8",
        "'program':'x','arguments':[1]|invalid type: integer `1`, expected a string",
        "'program':'x','image':1|"
            + "data did not match any variant of untagged enum ImageRefForDeserialize",
        "'program':'x','image':{'use':[]}|"
            + "data did not match any variant of untagged enum ImageRefForDeserialize",
        "'program':'x','image':{'name':'a','use':['mounts']}|"
            + "data did not match any variant of untagged enum ImageRefForDeserialize",
        "'program':'x','parent':{'name':'a','use':'mounts'}|"
            + "data did not match any variant of untagged enum ContainerRefForDeserialize",
        "'program':'x','network':1|invalid type: integer `1`, expected string or map",
        "'program':'x','environment':[{'vars':{}}]|"
            + "data did not match any variant of untagged enum EnvSelector",
        "'program':'x','layers':[1]|expected a map in order to parse a layer specification",
        "'program':'x','layers':[{'glob':'a','strip':'b'}]|unknown field `strip`",
        "'program':'x','layers':[{'strip_prefix':1,'glob':'a'}]|"
            + "invalid type: integer `1`, expected path string",
        "'program':'x','layers':[{'paths':['a'],'canonicalize':null}]|"
            + "invalid type: null, expected a boolean",
        "'program':'x','layers':[{'tar':'a','tar':'b'}]|duplicate field `tar`",
        "'program':'x','layers':[{'symlinks':[{'link':'a','z':'b'}]}]|"
            + "unknown field `z`, expected `link` or `target`",
        "'program':'x','layers':[{'command':1}]|"
            + "data did not match any variant of untagged enum StringOrStringVec",
        "'program':'x','layers':[{'command':'a','tar':'b'}]|unknown field `tar`, expected `command`",
        "'program':'x','mounts':[{'type':'foo'}]|unknown variant `foo`, expected one of `bind`,"
            + " `devices`, `devpts`, `mqueue`, `proc`, `sys`, `tmp`",
        "'program':'x','mounts':[1]|invalid type: integer `1`, expected internally tagged enum"
            + " JobMountForTomlAndJson",
        "'program':'x','mounts':[{'type':'tmp','mount_point':'/./'}]|a path of '/' is not allowed",
        "'program':'x','image':'i','parent':'p','layers':1|"
            + "invalid type: integer `1`, expected a sequence",
      })
  void saysWhatTheOlderProgramSaysWithoutAPlace(String fields, String message) {
    assertThat(mistake(fields)).hasMessage(message.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'image':'i','parent':'p'|both `image` and `parent` cannot be specified",
        "'layers':[],'added_layers':[]|field `added_layers` cannot be set with `layers` field",
        "'parent':{'name':'p','use':['user']},'added_layers':[]|field `added_layers` requires"
            + " `parent` being specified with a `use` of `layers` (try `layers` instead)",
        "'parent':{'name':'p','use':['layers']},'layers':[]|field `layers` cannot be set if"
            + " `parent` with an explicit `use` of `layers` is also specified (try `added_layers`"
            + " instead)",
        "'environment':{},'added_environment':{}|field `added_environment` cannot be set with"
            + " `environment` field",
        "'added_environment':{}|field `added_environment` cannot be set without `image` or"
            + " `parent` also being specified (try `environment` instead)",
        "'image':{'name':'i','use':[]},'added_environment':{}|field `added_environment` requires"
            + " `image` being specified with a `use` of `environment` (try `environment` instead)",
        "'mounts':[],'added_mounts':[]|field `added_mounts` cannot be set with `mounts` field",
        "'image':'i','added_mounts':[]|field `added_mounts` cannot be set without `parent` also"
            + " being specified (try `mounts` instead)",
        "'parent':{'name':'p','use':['user']},'added_mounts':[]|field `added_mounts` requires"
            + " `parent` being specified with a `use` of `mounts` (try `mounts` instead)",
        "'parent':{'name':'p','use':['mounts']},'mounts':[]|field `mounts` cannot be set if"
            + " `parent` with an explicit `use` of `mounts` is also specified (try `added_mounts`"
            + " instead)",
        "'parent':{'name':'p','use':['working_directory']},'working_directory':'/'|field"
            + " `working_directory` cannot be set if `parent` with an explicit `use` of"
            + " `working_directory` is also specified",
        "'parent':{'name':'p','use':['enable_writable_file_system']},"
            + "'enable_writable_file_system':false|field `enable_writable_file_system` cannot be"
            + " set if `parent` with an explicit `use` of `enable_writable_file_system` is also"
            + " specified",
        "'parent':{'name':'p','use':['network']},'network':'local'|field `network` cannot be set"
            + " if `parent` with an explicit `use` of `network` is also specified",
        "'parent':{'name':'p','use':['group']},'group':1|field `group` cannot be set if `parent`"
            + " with an explicit `use` of `group` is also specified",
      })
  void whatExcludesEachOtherIsRefusedInWhateverOrder(String fields, String message) {
    assertThat(mistake("'program':'x'," + fields)).hasMessage(message);
    assertThat(mistake(fields + ",'program':'x'")).hasMessage(message);
  }

  @Test
  void onlyMistakesInTheTextHavePlaces() {
    assertThat(JobTexts.mistake(SpecVersion.NEWER, "{\"program\":\"x\",}"))
        .hasMessage("trailing comma at line 1 column 16");
    assertThat(JobTexts.mistake(SpecVersion.NEWER, "7"))
        .hasMessage("invalid type: integer `7`, expected struct JobSpecForTomlAndJson");
  }

  @Test
  void aProblemStillShowsWhereItIs() {
    Problem problem = mistake("'program':'x','user':-1").problem();
    assertThat(problem.span().startColumn()).isEqualTo(23);
    assertThat(mistake("'program':'x','usr':1").problem().help().orElseThrow()).contains("`user`");
  }

  @Test
  void nullIsTheSameAsNothing() {
    WrittenJob job =
        whole(
            "{'program':'x','arguments':null,'user':null,'image':null,'parent':null,'layers':null,"
                + "'added_layers':null,'environment':null,'priority':null,'timeout':null}");

    assertThat(job.user()).isEmpty();
    assertThat(job.image()).isEmpty();
    assertThat(job.layers().layers()).isEmpty();
    assertThat(job.priority()).isZero();
  }

  @Test
  void aJobHasItsPriority() {
    assertThat(whole("{'program':'x','priority':-128}").priority()).isEqualTo(-128);
    assertThat(whole("{'program':'x','priority':127}").priority()).isEqualTo(127);
  }

  @Test
  void anImageGivesAllThatTheJobDoesNotSayItself() {
    assertThat(uses("'image':'i'"))
        .containsExactlyInAnyOrder(Use.LAYERS, Use.ENVIRONMENT, Use.WORKING_DIRECTORY);
    assertThat(uses("'image':{'name':'i'},'layers':[{'tar':'a'}],'environment':{}"))
        .containsExactly(Use.WORKING_DIRECTORY);
    assertThat(uses("'image':'i','added_environment':{'A':'b'},'working_directory':'/'"))
        .containsExactlyInAnyOrder(Use.LAYERS, Use.ENVIRONMENT);
    assertThat(whole("{'program':'x','image':{'name':'i','use':[]}}").image()).isEmpty();
  }

  @Test
  void theMapFormExtends() {
    assertThat(whole("{'program':'x','environment':{'A':'b'}}").environment().getFirst().extend())
        .isTrue();
  }

  @Test
  void aJobInheritsListsFromTheFarthestOnAndValuesFromTheNearest() {
    WrittenJob job =
        whole(
            "{'containers':{"
                + "'far':{'image':'i','added_layers':[{'tar':'1'}],'user':1,'group':1,"
                + "'mounts':[{'type':'sys','mount_point':'/s'}],'added_environment':{'A':'1'}},"
                + "'near':{'parent':'far','added_layers':[{'tar':'2'}],'user':2,"
                + "'network':'loopback','enable_writable_file_system':false,"
                + "'added_environment':{'B':'2'}}}}"
                + "{'program':'x','parent':'near','added_layers':[{'tar':'3'}],"
                + "'enable_writable_file_system':true,"
                + "'added_mounts':[{'type':'tmp','mount_point':'/t'}]}");

    assertThat(tars(job)).containsExactly("1", "2", "3");
    assertThat(job.image().orElseThrow().use()).hasSize(3);
    assertThat(job.user()).hasValue(2);
    assertThat(job.group()).hasValue(1);
    assertThat(job.network()).contains(Network.LOOPBACK);
    assertThat(job.enableWritableFileSystem()).contains(true);
    assertThat(job.mounts()).hasSize(2);
    assertThat(job.mounts().getFirst())
        .isInstanceOfSatisfying(
            WrittenMount.FileSystem.class, sys -> assertThat(sys.mountPoint()).isEqualTo("/s"));
    assertThat(job.environment())
        .extracting(e -> e.variables().firstKey())
        .containsExactly("A", "B");
  }

  @Test
  void whatAParentDoesNotUseComesFromNoOneBehindIt() {
    String containers =
        "{'containers':{'p1':{'image':'i','added_layers':[{'tar':'1'}]},"
            + "'p2':{'parent':'p1','added_layers':[{'tar':'2'}]},"
            + "'p3':{'parent':{'name':'p2','use':['environment']},'layers':[{'tar':'3'}]}}}";
    WrittenJob cut =
        whole(containers + "{'program':'x','parent':'p3','added_layers':[{'tar':'4'}]}");
    WrittenJob user = whole(containers + "{'program':'x','parent':{'name':'p2','use':['user']}}");

    assertThat(tars(cut)).containsExactly("3", "4");
    assertThat(cut.image().orElseThrow().use()).containsExactly(Use.ENVIRONMENT);
    assertThat(tars(user)).isEmpty();
    assertThat(user.image()).isEmpty();
  }

  @Test
  void anAncestorIsNotLookedForWhenNothingIsLeftToCome() {
    WrittenJob job =
        whole(
            "{'containers':{'p':{'group':202,'parent':'unknown'}}}"
                + "{'program':'x','user':1,'parent':{'name':'p','use':['group']}}");

    assertThat(job.group()).hasValue(202);
    assertThat(job.user()).hasValue(1);
  }

  @Test
  void aJobKnowsTheDefinitionsBeforeItAndTheLastOfEachName() {
    String first = "{'containers':{'p':{'user':1},'q':{'user':3}}}{'containers':{'p':{'user':2}}}";
    assertThat(whole(first + "{'program':'x','parent':'p'}").user()).hasValue(2);
    assertThat(whole(first + "{'program':'x','parent':'q'}").user()).hasValue(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'program':'x','parent':'un\\\"known'}|couldn't find parent container \"un\\\"known\"",
        "{'containers':{'a':{'parent':'b'},'b':{'parent':'a'}}}{'program':'x','parent':'a'}"
            + "|parent loop found: \"a\" -> \"b\" -> \"a\"",
      })
  void aJobWithoutGoodAncestorsFailsAlone(String text, String message) {
    Job job = newer(text);
    assertThatThrownBy(job::whole).isInstanceOf(FailureException.class).hasMessage(message);
  }

  @Test
  void whatTheCommandLineWantsReplacesProgramAndArguments() {
    WrittenJob job =
        newer("{'program':'x','arguments':['a'],'user':7}").withProgram("y", List.of("b")).whole();

    assertThat(job.program()).isEqualTo("y");
    assertThat(job.arguments()).containsExactly("b");
    assertThat(job.user()).hasValue(7);
  }

  private static Set<Use> uses(String fields) {
    return whole("{'program':'x'," + fields + "}").image().orElseThrow().use();
  }

  private static List<String> tars(WrittenJob job) {
    return job.layers().layers().stream()
        .map(
            layer ->
                layer instanceof WrittenLayer.Files(LayerSource.Tar(String path), _) ? path : "?")
        .toList();
  }

  private static WrittenJob whole(String text) {
    return newer(text).whole();
  }

  private static Job newer(String text) {
    return JobTexts.newer(text.replace('\'', '"'));
  }

  private static SpecTextException mistake(String fields) {
    return JobTexts.mistake(SpecVersion.NEWER, ("{" + fields + "}").replace('\'', '"'));
  }
}
