package waybill.dialects.tyger.written;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.Kind;

/** What the server says of codespecs, by its own words. */
class CodespecRulesTest {

  @Test
  void bufferNamesAreChecked() {
    for (String name : new String[] {"FOO", "foo_bar", "-foo", "bar-", "a b", "é"}) {
      assertThat(
              Told.refusedPut("{'kind':'job','image':'i','buffers':{'inputs':['" + name + "']}}"))
          .isEqualTo(
              "The name of buffer '"
                  + name
                  + "' is invalid. Buffer names must consist of lower case alphanumeric characters"
                  + " or '-', and must start and end with an alphanumeric character.");
    }
    assertThat(
            Told.put("{'kind':'job','image':'i','buffers':{'inputs':['a','my-in','0']}}").inputs())
        .containsExactly("a", "my-in", "0");
  }

  @ParameterizedTest
  @CsvSource({"a,a", "a,A"})
  void bufferNamesAreUniqueInAnyCase(String input, String output) {
    String body =
        "{'kind':'job','image':'i','buffers':{'inputs':['"
            + input
            + "'],'outputs':['"
            + output
            + "']}}";
    assertThat(Told.refusedPut(body))
        .isEqualTo(
            "All buffer names must be unique across inputs and outputs. Buffer names are"
                + " case-insensitive. '"
                + output
                + "' is duplicated");
  }

  @Test
  void bufferNamesAreNotEmpty() {
    for (String name : new String[] {"''", "null"}) {
      assertThat(Told.refusedPut("{'kind':'job','image':'i','buffers':{'inputs':[" + name + "]}}"))
          .isEqualTo("A buffer name cannot be empty");
    }
  }

  @Test
  void kindsAreRequiredAndTwo() {
    assertThat(Told.refusedPut("{'image':'x'}"))
        .isEqualTo("Error deserializing input: Missing discriminator property 'kind'.");
    assertThat(Told.refusedPut("{'image':'x','kind':'missing'}"))
        .isEqualTo(
            "Error deserializing input: Invalid value for the property 'kind'. It can be either"
                + " 'job' or 'worker'.");
  }

  @Test
  void imagesAreRequired() {
    assertThat(Told.refusedPut("{'kind':'job'}"))
        .contains("missing required properties including: 'image'");
    assertThat(Told.refusedPut("{'kind':'job','image':''}"))
        .isEqualTo("The image field is required.");
  }

  @Test
  void emptyIsAbsent() {
    Codespec codespec =
        Told.put(
            "{'kind':'job','image':'i','args':[],'env':{},'workingDir':'','buffers':{'inputs':[],"
                + "'outputs':[]},'resources':{'limits':{'cpu':''}},'maxReplicas':null}");
    assertThat(codespec).isEqualTo(Told.put("{'kind':'job','image':'i'}"));
    assertThat(Told.put("{'kind':'job','image':'i','env':{'A':''}}").env()).containsEntry("A", "");
    assertThat(Told.refusedPut("{}")).isEqualTo("An empty object is not a valid input value");
    assertThat(Told.refusedPut("{'args':[],'buffers':{'inputs':[]}}"))
        .isEqualTo("An empty object is not a valid input value");
  }

  @Test
  void whatIsUnknownIsRefusedWithItsPlace() {
    assertThat(Told.refusedPut("{'kind':'job','imgae':'x'}"))
        .isEqualTo("Error deserializing input: Object contains unrecognized properties 'imgae'.");
    assertThat(Told.refusedPut("{'kind':'job','image':'i','buffers':{'input':['x']}}"))
        .isEqualTo(
            "Error deserializing input: Object contains unrecognized properties 'input'. Path:"
                + " $.buffers");
    assertThat(Told.refusedPut("{'kind':'job','image':'i','args':[1]}"))
        .startsWith("Error deserializing input: The JSON value must be text")
        .endsWith(" Path: $.args[0]");
    assertThat(Told.refusedPut("{'kind':'job','image':'i','resources':{'gpu':'x'}}"))
        .startsWith("Error deserializing input: The quantity is invalid")
        .endsWith(" Path: $.resources.gpu");
    assertThat(Told.refusedPut("{'kind':'job','image':'i','maxReplicas':1e400}"))
        .endsWith(" Path: $.maxReplicas");
    assertThat(Told.refusedPut("{'kind':'job','image':'i','IMAGE':'j'}"))
        .contains("The key 'IMAGE' is there twice");
    assertThat(Told.refusedPut("{'kind':'job','image':'i'"))
        .startsWith("Error deserializing input: ");
    assertThat(Told.refusedPut("[]")).startsWith("Error deserializing input: The JSON value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'port':80,'inputBuffer':'a','outputBuffer':'b'}|",
        "{'port':-1,'inputBuffer':'a'}|Port must be between 1 and 65535",
        "{'port':65536,'inputBuffer':'a'}|Port must be between 1 and 65535",
        "{'inputBuffer':'a'}|Port must be between 1 and 65535",
        "{'port':80,'inputBuffer':'missing'}|The input buffer 'missing' for socket 80 is not among"
            + " the codespec's input buffer parameters",
        "{'port':80,'inputBuffer':'b'}|The input buffer 'b' for socket 80 is not among the"
            + " codespec's input buffer parameters",
        "{'port':80,'outputBuffer':'a'}|The output buffer 'a' for socket 80 is not among the"
            + " codespec's output buffer parameters",
        "{'port':80}|At least one of the input or output buffer must be specified for socket 80",
        "{'port':80,'inputBuffer':'a'},{'port':81,'inputBuffer':'a'}|The input buffer 'a' is used by"
            + " multiple sockets",
      })
  void socketsHaveBuffersOfTheirOwn(String sockets, String text) {
    String body =
        "{'kind':'job','image':'i','buffers':{'inputs':['a'],'outputs':['b']},'sockets':["
            + sockets
            + "]}";
    if (text == null) {
      assertThat(Told.put(body).sockets()).hasSize(1);
    } else {
      assertThat(Told.refusedPut(body)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'args':['$(A_PIPE)']|refused",
        "'command':['$(B_PIPE) $(A_PIPE)']|refused",
        "'env':{'F':'$(A_PIPE)'}|refused",
        "'args':['$(B_PIPE)']|right",
        "'args':['$$(A_PIPE)']|right",
      })
  void pipesOfSocketsAreNotThere(String words, String verdict) {
    String body =
        "{'kind':'job','image':'i','buffers':{'inputs':['a','b']},'sockets':[{'port':80,"
            + "'inputBuffer':'a'}],"
            + words
            + "}";
    if (verdict.equals("right")) {
      assertThat(Told.put(body).kind()).isEqualTo(Kind.JOB);
    } else {
      assertThat(Told.refusedPut(body))
          .isEqualTo(
              "The buffer reference '$(A_PIPE)' is not valid because it is used by a socket");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'resources':{'requests':{'cpu':2},'limits':{'cpu':1}}",
        "'resources':{'gpu':'500m'}",
        "'maxReplicas':0",
        "'maxReplicas':-1",
        "'endpoints':{'web':80}",
        "'env':{'A=B':'x'}",
        "'env':{'':'x'}",
        "'env':{'A':'x\\u0000y'}",
        "'name':'Foo'",
        "'name':'foo bar'",
      })
  void whatCannotBeIsRefused(String part) {
    assertThat(Told.refusedPut("{'kind':'job','image':'i'," + part + "}")).isNotEmpty();
  }

  @Test
  void aRequestAboveItsLimitNamesBoth() {
    assertThat(
            Told.refusedPut(
                "{'kind':'job','image':'i','resources':{'requests':{'memory':'1Gi'},"
                    + "'limits':{'memory':'1G'}}}"))
        .isEqualTo("The memory request '1Gi' is above the memory limit '1G'");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 70_000, -1})
  void portsOfWorkersAreOnes(int port) {
    assertThat(Told.refusedPut("{'kind':'worker','image':'i','endpoints':{'w':" + port + "}}"))
        .isEqualTo("Port must be between 1 and 65535");
  }

  @Test
  void workersHaveNoBuffersNorSockets() {
    assertThat(Told.refusedPut("{'kind':'worker','image':'i','buffers':{'inputs':['a']}}"))
        .isEqualTo("worker codespecs cannot have use buffers");
    assertThat(
            Told.refusedPut(
                "{'kind':'worker','image':'i','sockets':[{'port':1,'inputBuffer':'a'}]}"))
        .isEqualTo("worker codespecs cannot have sockets");
    assertThat(Told.put("{'kind':'worker','image':'i','endpoints':{'web':8080}}").endpoints())
        .containsEntry("web", 8080);
  }

  @Test
  void equalityIsByValue() {
    String start = "{'kind':'job','image':'i',";
    same(start + "'env':{'a':'1','b':'2'}}", start + "'env':{'b':'2','a':'1'}}", true);
    same(start + "'args':['a','b','c']}", start + "'args':['b','c','a']}", false);
    String lists = "'buffers':{'inputs':['%s','b','%s']}}";
    same(start + lists.formatted("a", "c"), start + lists.formatted("c", "a"), true);
    String cpu = "'resources':{'%s':{'cpu':%s}}}";
    same(
        start + cpu.formatted("requests", "1"), start + cpu.formatted("requests", "'1000m'"), true);
    same(
        start + cpu.formatted("requests", "1"),
        start + cpu.formatted("requests", "'10001m'"),
        false);
    same(start + cpu.formatted("requests", "1"), start + cpu.formatted("limits", "1"), false);
    String socket = "'buffers':{'inputs':['a']},'sockets':[{'port':80,'inputBuffer':'a'}]}";
    same(start + socket, start + socket, true);
  }

  private static void same(String one, String other, boolean same) {
    assertThat(Told.put(one).isSameAs(Told.put(other))).isEqualTo(same);
  }
}
