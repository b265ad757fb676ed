package waybill.dialects.opspec.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.dialects.opspec.call.Container.ContainerImage;
import waybill.dialects.opspec.call.Container.ContainerMount;
import waybill.dialects.opspec.call.Container.Kind;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.DirValue;

class ContainersTest {
  @TempDir Path folder;
  private OpLab lab;

  @BeforeEach
  void lab() {
    lab = new OpLab(folder);
  }

  @Test
  void commandsAreTexts() throws Exception {
    lab.outputs("run: {container: {image: {ref: x}, cmd: [say, 2, [1, 2], {a: 1}, true, 2.50]}}\n");
    assertThat(lab.containers.said()).containsExactly("2 [1,2] {\"a\":1} true 2.5");
  }

  @Test
  void aCommandMayBeAReferenceToAnArray() throws Exception {
    lab.with("c", new Value.ArrayValue(List.of(OpLab.text("say"), OpLab.number(1))))
        .outputs("inputs: {c: {array: {}}}\nrun: {container: {image: {ref: x}, cmd: $(c)}}\n");
    assertThat(lab.containers.said()).containsExactly("1");
  }

  @Test
  void environmentIsAnObjectOrAReferenceToOne() throws Exception {
    lab.with(
            "vars",
            Value.ObjectValue.of(
                java.util.Map.of("key1", OpLab.number(1), "key2", OpLab.text("two"))))
        .with("greeting", "hello")
        .outputs(
            """
            inputs: {vars: {object: {}}, greeting: {string: {}}}
            run:
              serial:
                - container: {image: {ref: x}, envVars: $(vars), cmd: [env, key1, ;, env, key2]}
                - container:
                    image: {ref: x}
                    envVars: {key1: $(vars.key1), key2: {key2.2: 2.2}, key3: [1, 2, 3], greeting: }
                    cmd: [env, key1, ;, env, key2, ;, env, key3, ;, env, greeting]
            """);
    assertThat(lab.containers.said())
        .containsExactly(
            "key1=1",
            "key2=two",
            "key1=1",
            "key2={\"key2.2\":2.2}",
            "key3=[1,2,3]",
            "greeting=hello");
  }

  @Test
  void aReferenceIsMountedAndSetAfterTheCall() throws Exception {
    lab.outputs(
        """
        run:
          serial:
            - container:
                image: {ref: x}
                files: {/result: $(result)}
                dirs: {/out: $(out)}
                cmd: [write, /result, r, ;, write, /out/a, o]
            - container:
                image: {ref: x}
                files: {/r: $(result), /a: $(out/a)}
                cmd: [show, /r, ;, show, /a, ;, write, /r, changed]
            - container: {image: {ref: x}, files: {/r: $(result)}, cmd: [show, /r]}
        """);
    assertThat(lab.containers.said()).containsExactly("/r=r", "/a=o", "/r=changed");
  }

  @Test
  void aLiteralNeverAssigns() throws Exception {
    assertThat(
            lab.failure(
                """
                run:
                  serial:
                    - container: {image: {ref: x}, files: {/g: hello, /n: 2.0, /o: {b: 1, a: [x]}}, cmd: [show, /g, ;, show, /n, ;, show, /o]}
                    - container: {image: {ref: x}, cmd: [say, $(hello)]}
                """))
        .contains("'hello' not in scope");
    assertThat(lab.containers.said())
        .containsExactly("/g=hello", "/n=2", "/o={\"a\":[\"x\"],\"b\":1}");
  }

  @Test
  void aVariableThatIsNoFileBecomesOneByBeingMounted() throws Exception {
    lab.with("s", "text")
        .outputs(
            """
            inputs: {s: {string: {}}}
            outputs: {s: {string: {}}}
            run:
              serial:
                - container: {image: {ref: x}, files: {/s: $(s)}, cmd: [append, /s, " and more"]}
                - container: {image: {ref: x}, cmd: [say, $(s)]}
            """);
    assertThat(lab.containers.said()).containsExactly("text and more");
  }

  @Test
  void theShorthandMeansTheSamePathOfTheOp() throws Exception {
    lab.file("main/sub/file", "embedded")
        .outputs(
            """
            run:
              container:
                image: {ref: x}
                dirs: {/sub: }
                files: {/op.yml: , /sub/file: }
                cmd: [show, /sub/file]
            """);
    assertThat(lab.containers.said()).containsExactly("/sub/file=embedded");
    assertThat(lab.containers.started().getFirst().mounts())
        .containsExactly(
            new ContainerMount("/sub", Kind.DIR, lab.path("main/sub")),
            new ContainerMount("/op.yml", Kind.FILE, lab.path("main/op.yml")),
            new ContainerMount("/sub/file", Kind.FILE, lab.path("main/sub/file")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "files: {/nope: }           | embedded file",
        "dirs: {/nope: }            | embedded dir",
        "dirs: {/op.yml: }          | which is none",
        "files: {/x: $(/nope)}      | nope",
        "files: {/x: $(./nope)}     | nope",
        "dirs: {/: }                | `/` cannot be mounted over",
        "dirs: {/a/..: $(d)}        | `/` cannot be mounted over",
        "files: {/x: $(./)}         | dir",
        "dirs: {/x: text}           | unable to coerce string to dir",
        "workDir: $(/sub/text)      | workDir must be an absolute path, not `a/b`",
        "name: db                   | container names are not supported yet",
        "ports: {80: 80}            | published ports are not supported yet",
        "sockets: {/s: $(nope)}     | not in scope"
      })
  void whatCannotBeIsRefusedBeforeAnythingRuns(String part, String text) throws Exception {
    assertThat(
            lab.file("main/sub/text", "a/b")
                .failure("run:\n  container: {image: {ref: x}, cmd: [say, ran], " + part + "}\n"))
        .contains(text);
    assertThat(lab.containers.started()).isEmpty();
    try (var files = Files.list(lab.path("main"))) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void pullCredentialsAreRefused() throws Exception {
    assertThat(
            lab.failure(
                "run: {container: {image: {ref: x, pullCreds: {username: u, password: p}}}}\n"))
        .contains("pull credentials are not supported yet");
  }

  @Test
  void aMissingDirIsMadeInScratchAndNotInTheOp() throws Exception {
    lab.outputs(
        "run: {container: {image: {ref: x}, dirs: {/o: $(./out)}, cmd: [write, /o/f, x]}}\n");
    assertThat(lab.path("main/out")).doesNotExist();
    assertThat(lab.remarks())
        .containsExactly(
            "warning: "
                + lab.path("main/op.yml")
                + ":2:47: there is no `./out`: something empty stands for it, which is gone when the"
                + " run is over");
  }

  @Test
  void outerMountsComeBeforeThoseInsideOfThem() throws Exception {
    lab.outputs(
        "run: {container: {image: {ref: x}, cmd: [say, x], dirs: {/a/b/c: $(x), /a: $(y)}, files: {/a/b: z}}}\n");
    assertThat(lab.containers.started().getFirst().mounts())
        .extracting(ContainerMount::target)
        .containsExactly("/a", "/a/b", "/a/b/c");
  }

  @Test
  void aTextThatIsThePathOfASocketIsTakenForOne() throws Exception {
    Path path = folder.resolve("s");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      lab.with("s", path.toString())
          .outputs(
              "inputs: {s: {string: {}}}\nrun: {container: {image: {ref: x}, cmd: [say, x], sockets: {/s: $(s)}}}\n");
    }
    assertThat(lab.containers.started().getFirst().mounts())
        .containsExactly(new ContainerMount("/s", Kind.SOCKET, path));
  }

  @Test
  void anImageIsANameOrADirWithALayout() throws Exception {
    lab.with("i", new DirValue(folder))
        .with("t", "alpine:3")
        .outputs(
            """
            inputs: {i: {dir: {}}, t: {string: {}}}
            run:
              serial:
                - container: {image: {ref: $(i)}, cmd: [say, x]}
                - container: {image: {ref: $(t)}, cmd: [say, x], workDir: /w$(t)}
                - container: {image: {ref: "reg/$(t)", platform: {arch: arm64}}, cmd: [say, x]}
            """);
    List<Container> started = lab.containers.started();
    assertThat(started.get(0).image()).isEqualTo(new ContainerImage.Layout(folder));
    assertThat(started.get(1).image().text()).isEqualTo("alpine:3");
    assertThat(started.get(1).workDir()).contains("/walpine:3");
    assertThat(started.get(2).image())
        .isEqualTo(
            new ContainerImage.Named(
                "reg/alpine:3", java.util.Optional.of("arm64"), lab.path("main")));
  }

  @Test
  void whatIsMadeOfATextCanBeExecuted() throws Exception {
    lab.outputs("run: {container: {image: {ref: x}, cmd: [show, /s], files: {/s: '#!/bin/sh'}}}\n");
    assertThat(lab.containers.said()).containsExactly("/s=#!/bin/sh");
  }
}
