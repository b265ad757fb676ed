package waybill.dialects.opspec.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Each wrong op is told where, what and what to write instead; each right one next to it is not.
 */
class MistakesTest {
  private static final String IMAGE = "image: {ref: alpine}";

  @Test
  void topLevelHasSevenKeys() {
    right(
        "name: a\ndescription: d\ninputs: {}\noutputs: {}\nopspec: 1.0.0\nversion: 1.0.0-a.1+b\n");
    right("name: a\n");
    wrong("name: a\nfoo: 1\n", "2:1 opspec/unknown-key: an op has no key `foo`", "its keys are");
    wrong("name: a\nrnu: {}\n", "2:1 opspec/unknown-key", "did you mean `run`?");
    wrong("name: a\nicon: /x.svg\n", "2:1 opspec/unknown-key", "`icon.svg` beside op.yml");
    wrong("name: a\nparams: {}\n", "2:1 opspec/unknown-key", "`inputs: {NAME: {string: {}}}`");
    wrong("description: a\n", "1:1 opspec/missing-key: an op needs `name`");
    wrong("- a\n", "1:1 opspec/wrong-type: an op.yml must be a mapping (an op), not a list");
    wrong("", "1:1 yaml/no-document");
  }

  @Test
  void nameIsAUriReference() {
    for (String name :
        List.of(
            "github.com/x/y.z",
            "a",
            "'1:2/3'",
            "../x",
            "git:x",
            "a/b:c",
            "x#y",
            "a?b=c",
            "a%20b")) {
      if (name.equals("'1:2/3'")) {
        wrong("name: " + name, "1:7 opspec/bad-value: `name` must be a URI reference, not `1:2/3`");
      } else {
        right("name: " + name);
      }
    }
    wrong("name: \"a b\"", "1:7 opspec/bad-value: `name` must be a URI reference, not `a b`");
    wrong("name: a%2", "1:7 opspec/bad-value");
    wrong("name: 5", "1:7 opspec/wrong-type: `name` must be a URI reference, not the number `5`");
    wrong("name: '" + "a".repeat(1001) + "'", "1:7 opspec/bad-value");
    wrong(
        "name: `github.com/opspec-pkgs/jwt.encode`",
        "1:7 yaml/syntax",
        "leave the back-quotes out");
  }

  @Test
  void versionsAreSemantic() {
    for (String version : List.of("1.0.0", "0.1.6", "1.0.0-alpha", "1.0.0-0a.b-1", "1.2.3+x.01")) {
      right("name: a\nversion: " + version);
      right("name: a\nopspec: " + version);
    }
    for (String version : List.of("'1.0'", "v1.0.0", "01.0.0", "1.0.0-01", "1.0.0-", "1.0.0.0")) {
      wrong("name: a\nversion: " + version, "2:10 opspec/bad-value: `version` must be a semantic");
    }
    wrong("name: a\nopspec: 1.0", "2:9 opspec/wrong-type", "for example `1.0.0`");
  }

  @Test
  void aParameterHasOneTypeAndAWholeName() {
    right("name: a\ninputs: {a.b: {string: {}}, -_.9: {dir: {description: d}}}");
    right("name: a\noutputs: {a: {boolean: {}, description: d}}");
    wrong("name: a\ninputs: {a b: {string: {}}}", "2:10 opspec/bad-key", "not `a b`");
    wrong(
        "name: a\ninputs: {a: {}}",
        "2:13 opspec/missing-key: `inputs.a`, a parameter, needs one of");
    wrong("name: a\ninputs: {a: {string: {}, dir: {}}}", "2:26 opspec/several-kinds");
    wrong("name: a\ninputs: {a: {strng: {}}}", "2:14 opspec/unknown-key", "did you mean `string`?");
    wrong("name: a\ninputs: {a: }", "2:12 opspec/wrong-type", "say its type: `{string: {}}`");
    wrong("name: a\ninputs: {a: {string: }}", "2:21 opspec/wrong-type", "write `string: {}`");
    wrong(
        "name: a\ninputs: {a: {string: {}, isSecret: true}}",
        "2:26 opspec/unknown-key",
        "inside the type");
    wrong(
        "name: a\ninputs:\n- name: a\n",
        "3:1 opspec/wrong-type",
        "today a mapping: `inputs: {NAME:");
    wrong("name: a\noutputs: []\n", "2:10 opspec/wrong-type", "today a mapping: `outputs: {NAME:");
  }

  @Test
  void defaultsAreOfTypesThatCanBecomeTheirs() {
    right("name: a\ninputs: {a: {number: {default: '7'}}, b: {dir: {default: 7}}}");
    right("name: a\ninputs: {a: {string: {default: {a: [1]}}}, b: {boolean: {default: no}}}");
    right("name: a\ninputs: {a: {object: {default: {a: null}}}, b: {array: {default: $(./x)}}}");
    wrong(
        "name: a\ninputs: {a: {string: {default: null}}}",
        "2:32 opspec/wrong-type",
        "leave the key out");
    wrong(
        "name: a\ninputs: {a: {number: {default: []}}}",
        "2:32 opspec/wrong-type: `inputs.a.number.default` must be a number or text, not a list");
    wrong("name: a\ninputs: {a: {object: {default: 7}}}", "2:32 opspec/wrong-type");
    wrong(
        "name: a\ninputs: {a: {socket: {default: x}}}",
        "2:23 opspec/unknown-key",
        "a socket cannot have a default");
    wrong(
        "name: a\ninputs: {a: {string: {isSecret: 1}}}",
        "2:33 opspec/wrong-type: `inputs.a.string.isSecret` must be `true` or `false`");
  }

  @Test
  void constraintsAreThoseOfTheirType() {
    right(
        "name: a\ninputs: {a: {string: {constraints: {minLength: 1, format: email, enum: [a, null]}}}}");
    right(
        "name: a\ninputs: {a: {object: {constraints: {properties: {b: {type: [string], x: 1}}, additionalProperties: false}}}}");
    right(
        "name: a\ninputs: {a: {array: {constraints: {items: {type: number}, uniqueItems: yes}}}}");
    wrong(
        "name: a\ninputs: {a: {string: {constraints: {minLenght: 1}}}}",
        "2:37 opspec/unknown-key",
        "did you mean `minLength`?");
    wrong(
        "name: a\ninputs: {a: {string: {constraints: {format: mail}}}}",
        "2:45 opspec/bad-value",
        "not `mail`");
    wrong(
        "name: a\ninputs: {a: {string: {constraints: {maxLength: 0}}}}",
        "2:48 opspec/bad-value",
        "a whole number of at least 1");
    wrong(
        "name: a\ninputs: {a: {string: {constraints: {minLength: 1.5}}}}", "2:48 opspec/bad-value");
    wrong(
        "name: a\ninputs: {a: {number: {constraints: {multipleOf: 0}}}}", "2:49 opspec/bad-value");
    wrong(
        "name: a\ninputs: {a: {object: {constraints: {properties: {b: {type: 1}}}}}}",
        "2:60 opspec/wrong-type");
    wrong(
        "name: a\ninputs: {a: {dir: {constraints: {}}}}",
        "2:20 opspec/unknown-key",
        "there are none for type `dir`");
  }

  @Test
  void aCallIsOfOneKind() {
    right("name: a\nrun: {serial: [], name: 'n', description: d, if: []}");
    wrong("name: a\nrun: {}", "2:6 opspec/missing-key: `run`, a call, needs one of `container`");
    wrong(
        "name: a\nrun: {serial: [], parallel: []}",
        "2:19 opspec/several-kinds: `run`, a call, has both `serial` and `parallel`");
    wrong(
        "name: a\nrun: {seriel: []}",
        "2:7 opspec/unknown-key: `run`, a call, has no key `seriel` | did you mean `serial`?");
    wrong(
        "name: a\nrun: {serial: {}}",
        "2:15 opspec/wrong-type: `run.serial` must be a list, not a mapping");
    wrong(
        "name: a\nrun: {serial: [~]}",
        "2:16 opspec/wrong-type: `run.serial[0]` must be a mapping (a call), not nothing");
    wrong("name: a\nrun: {serial: [], name: []}", "2:25 opspec/wrong-type");
    wrong(
        "name: a\nrun: {subOps: [{url: x}]}",
        "2:7 opspec/unknown-key",
        "`serial: [{op: {ref: ../NAME}}]`");
    wrong("name: a\nrun:\n", "2:5 opspec/wrong-type");
  }

  @Test
  void conditionsHaveOneOperator() {
    for (String operator : List.of("eq", "ne", "gt", "gte", "lt", "lte")) {
      right("name: a\nrun: {serial: [], if: [{" + operator + ": [1, $(a), {b: c}]}]}");
      wrong("name: a\nrun: {serial: [], if: [{" + operator + ": $(a)}]}", "opspec/wrong-type");
    }
    right("name: a\nrun: {serial: [], if: [exists: $(a), notExists: '$(/b.c[0])']}");
    wrong("name: a\nrun: {serial: [], if: [{eq: [], ne: []}]}", "2:33 opspec/several-kinds");
    wrong("name: a\nrun: {serial: [], if: [{equal: []}]}", "2:25 opspec/unknown-key");
    wrong(
        "name: a\nrun: {serial: [], if: [exists: a]}",
        "2:32 opspec/bad-value: `run.if[0].exists` must be a reference like `$(name)`, not `a`");
    wrong("name: a\nrun: {serial: [], if: [exists: 2]}", "2:32 opspec/wrong-type");
    wrong(
        "name: a\nrun: {serial: [], if: {eq: []}}",
        "2:23 opspec/wrong-type",
        "write a list of conditions");
  }

  @Test
  void loopsHaveWhatTheyGoThrough() {
    right(
        "name: a\nrun: {serialLoop: {range: [1], until: [exists: $(a)], run: {serial: []}, vars: {index: $(i), key: k, value: $(v)}}}");
    right("name: a\nrun: {parallelLoop: {range: {a: b}, run: {serial: []}}}");
    wrong(
        "name: a\nrun: {serialLoop: {run: {serial: []}}}",
        "opspec/missing-key: `run.serialLoop`, a loop, needs one of `range`, `until`");
    wrong(
        "name: a\nrun: {serialLoop: {range: []}}",
        "opspec/missing-key: `run.serialLoop`, a loop, needs `run`");
    wrong("name: a\nrun: {parallelLoop: {run: {serial: []}}}", "needs `range`");
    wrong("name: a\nrun: {parallelLoop: {range: 2, run: {serial: []}}}", "2:29 opspec/wrong-type");
    wrong(
        "name: a\nrun: {parallelLoop: {range: [], until: [], run: {serial: []}}}",
        "only a `serialLoop` can have `until`");
    wrong(
        "name: a\nrun: {serialLoop: {range: [], run: {serial: []}, vars: {value: 1}}}",
        "2:64 opspec/wrong-type: `run.serialLoop.vars.value` must be a variable like `$(name)`, not the number `1`");
    wrong(
        "name: a\nrun: {serialLoop: {range: [], run: {serial: []}, vars: {value: a b}}}",
        "2:64 opspec/bad-value");
  }

  @Test
  void containersHaveAnImage() {
    right(
        "name: a\nrun: {container: {image: {ref: $(x), platform: {arch: arm64}}, cmd: $(c), envVars: $(e), workDir: $(w)}}");
    right(
        container(
            "cmd: [a, 1, [b], {c: d}], dirs: {/: , /b: $(c)}, files: {/c: 1, /d: {}}, envVars: {A: , b: [1]}"));
    right(
        container("ports: {80: 80, 81tcp: '81', 82/udp: 82, 90-92: 100-102}, sockets: {/s: $(s)}"));
    wrong(
        "name: a\nrun: {container: {}}",
        "opspec/missing-key: `run.container`, a container, needs `image`");
    wrong(
        "name: a\nrun: {container: {image: {}}}",
        "2:26 opspec/missing-key: `run.container.image`, an image, needs `ref`");
    wrong(
        "name: a\nrun: {container: {image: alpine}}",
        "2:26 opspec/wrong-type",
        "write `image: {ref: alpine}`");
    wrong(
        "name: a\nrun: {container: {image: {ref: a, pullCreds: {username: u}}}}",
        "needs `password`");
    wrong(
        container("cmd: echo hi"),
        "opspec/bad-value: `run.container.cmd` must be a list or a reference like `$(name)`, not `echo hi`",
        "write a list");
    wrong(container("cmd: {}"), "opspec/wrong-type", "write a list");
    wrong(container("cmd: [a, ~]"), "`run.container.cmd[1]` must be a value, not nothing");
    wrong(
        container("stdOut: {}"),
        "opspec/unknown-key",
        "bind that: `files: {/out.txt: $(variable)}`");
    wrong(container("envVars: {'A=B': c}"), "opspec/bad-key", "without `=`");
    wrong(container("workDir: a"), "opspec/bad-value", "begin it with `/`");
  }

  @Test
  void pathsInContainersAreAbsoluteAndUsedOnce() {
    wrong(container("dirs: {foo: $(d)}"), "opspec/bad-key", "not `foo`", "begins with `/`");
    wrong(container("dirs: {/a b: $(d)}"), "opspec/bad-key", "not `/a b`");
    wrong(container("files: {'C:\\x': $(d)}"), "opspec/bad-key");
    wrong(container("dirs: {/a: 5}"), "opspec/wrong-type", "write a reference");
    wrong(container("sockets: {/a: }"), "opspec/wrong-type");
    wrong(
        container("dirs: {/a: $(d)}, files: {/a/: $(e)}"),
        "opspec/same-path: `/a/` is mounted twice");
    wrong(container("dirs: {/a: some-text}"), "?2:", "opspec/text-for-dir", "written `$(NAME)`");
    wrong(
        container("dirs: {/a: $(d)/x}"),
        "?2:",
        "opspec/text-for-dir",
        "a path goes inside: `$(d/x)`");
  }

  @Test
  void portsAreEquallyMany() {
    wrong(
        container("ports: {80-81: 90}"),
        "opspec/port: the range `90` has not as many ports as `80-81`");
    wrong(container("ports: {0: 90}"), "opspec/port: `0` is no port or range of ports");
    wrong(container("ports: {90-80: 90}"), "opspec/port: `90-80`");
    wrong(container("ports: {65536: 1}"), "opspec/port: `65536`");
    wrong(container("ports: {80/sctp: 1}"), "opspec/bad-key");
    wrong(container("ports: {80: a}"), "opspec/bad-value");
    wrong(container("ports: {80: }"), "opspec/wrong-type");
    wrong(container("ports: {80: -1}"), "opspec/bad-value");
  }

  @Test
  void opCallsNeedARef() {
    right(
        "name: a\nrun: {op: {ref: ./x, inputs: {a: , b: 1, c: ''}, outputs: {d: , e: $(f), g: h}}}");
    wrong(
        "name: a\nrun: {op: {}}",
        "2:11 opspec/missing-key: `run.op`, a call of an op, needs `ref`");
    wrong("name: a\nrun: {op: init}", "2:11 opspec/wrong-type", "today: `op: {ref: ../init}`");
    wrong(
        "name: a\nrun: {op: {ref: x, inputs: []}}",
        "2:28 opspec/wrong-type",
        "write a mapping: `inputs:");
    wrong("name: a\nrun: {op: {ref: x, outputs: {a: 1}}}", "2:33 opspec/wrong-type");
    wrong("name: a\nrun: {op: {ref: x, inputs: {a b: 1}}}", "2:29 opspec/bad-key");
    wrong("name: a\nrun: {op: {ref: x, args: {}}}", "2:20 opspec/unknown-key", "today: `inputs:");
    wrong(
        "name: a\nrun: {op: {ref: x, pkg: {}}}",
        "2:20 opspec/unknown-key",
        "today: `op: {ref: …}`");
  }

  @Test
  void needsNameSiblings() {
    right("name: a\nrun: {parallel: [{serial: [], name: db}, {serial: [], needs: [db]}]}");
    wrong(
        "name: a\nrun: {parallel: [{serial: [], name: db}, {serial: [], needs: [bd]}]}",
        "?2:63 opspec/unknown-need",
        "did you mean `db`?");
    wrong(
        "name: a\nrun: {parallel: [{serial: [], name: db, needs: [db]}]}",
        "?2:49 opspec/unknown-need");
    wrong("name: a\nrun: {serial: [{serial: [], needs: [db]}]}", "?2:29 opspec/useless-need");
    wrong("name: a\nrun: {serial: [], needs: db}", "opspec/wrong-type");
  }

  @Test
  void everythingIsToldAtOnceInTheOrderOfItsPlace() {
    assertThat(
            Told.of("version: 1\nfoo: 1\nrun: {}\nname: a b\n").stream()
                .map(l -> l.substring(0, 4)))
        .containsExactly("1:10", "2:1 ", "3:6 ", "4:7 ");
  }

  private static String container(String more) {
    return "name: a\nrun: {container: {" + IMAGE + ", " + more + "}}";
  }

  private static void right(String text) {
    assertThat(Told.of(text)).as(text).isEmpty();
  }

  private static void wrong(String text, String... said) {
    assertThat(Told.of(text)).as(text).hasSize(1);
    assertThat(Told.of(text).getFirst()).as(text).contains(said);
  }
}
