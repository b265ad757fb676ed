package waybill.dialects.bacalhau.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.model.document.Source;
import waybill.model.problem.Problems;

class JobJsonTest {
  private static final String EVERYTHING =
      """
      Name: everything
      Namespace: team
      Type: batch
      Count: 3
      Priority: 7
      Labels: {a: b}
      Meta: {c: d}
      Constraints: [{Key: zone, Operator: in, Values: [x, y]}, {Key: gpu, Operator: "!"}]
      ExecutionPlan: sequential
      ErrorHandling: {MaxAttempts: 3, OnFailure: retry, BackoffStrategy: constant}
      Tasks:
      - Name: first
        Engine:
          Type: docker
          Params:
            Image: busybox
            Entrypoint: [sh, -c]
            Parameters: ["echo ü"]
            WorkingDirectory: /w
            EnvironmentVariables: {A: ""}
        Resources: {CPU: "0.25", Memory: 1500KB, Disk: 10MB, GPU: "2"}
        Env: {B: c}
        Meta: {e: f}
        Network:
          Type: http
          Domains: [a.b]
          EnableIPv6: true
          DNS: [8.8.8.8]
          Policies: {Egress: {Ports: ["1-2", "3"]}}
          Routes: [{Match: x.y, Target: z.w}]
        Timeouts: {ExecutionTimeout: 1, QueueTimeout: 2, TotalTimeout: 3}
        Publisher: {Type: s3, Params: {Bucket: b, Key: k, Encoding: plain, AccessKeyID: i, SecretAccessKey: secret1}}
        InputSources:
        - {Target: /a, Alias: x, Source: {Type: ipfs, Params: {CID: c, Gateway: "http://g"}}}
        - {Target: /b, Source: {Type: s3, Params: {Bucket: b, Key: k, Partition: {Type: substring, StartIndex: 1, EndIndex: 2}, AccessKeyID: i, SecretAccessKey: secret2}}}
        - {Target: /c, Source: {Type: local, Params: {SourcePath: /x, ReadWrite: true, CreateAs: dir}}}
        - {Target: /d, Source: {Type: urlDownload, Params: {URL: "http://h/f", Headers: {Authorization: secret3}}}}
        - {Target: /e, Source: {Type: s3PreSigned, Params: {PreSignedURL: "https://h/f?secret4"}}}
        - {Target: /f, Source: {Type: inline, Params: {URL: "data:application/gzip;base64,H4s="}}}
        - {Target: /g, Source: {Type: inline, Params: {URL: "data:;base64,/////w=="}}}
        - {Target: /h, Source: {Type: inline, Params: {Content: "a\\nb"}}}
        ResultPaths:
        - {Name: o, Path: /o.json, Type: file, Format: json, Compression: zstd, CompressionLevel: 3}
        - {Name: s, Path: /s, Type: exitCode}
      - Name: second
        Engine: {Type: wasm, Params: {EntryModule: m.wasm, EntryPoint: _start, Parameters: [x], ImportModules: [/a]}}
        Resources: {CPU: "1", Memory: 1GB}
        Network: {Type: none, AllowLoopback: true}
      """;

  @Test
  void whatWasWrittenIsReadAsTheSameJob() {
    JobSpec job = Told.job(EVERYTHING);
    assertThat(JobJson.read(JobJson.write(job))).isEqualTo(job);
    assertThat(Told.job(JobJson.lines(JobJson.tree(job)))).isEqualTo(job);
    for (String kind :
        new String[] {
          "Type: service\nUpdateStrategy: {Type: rolling, MaxUnavailable: 2}\nCount: 3",
          "Type: daemon\nRestartPolicy: {Mode: never}",
          "Type: ops\nErrorHandling: {OnFailure: fail}"
        }) {
      String rest = EVERYTHING.substring(EVERYTHING.indexOf("Labels"));
      String text =
          "Name: x\n"
              + kind
              + "\n"
              + rest.replaceAll("(ExecutionPlan|ErrorHandling|  Timeouts): .*\n", "");
      JobSpec other = Told.job(text);
      assertThat(JobJson.read(JobJson.write(other))).isEqualTo(other);
    }
  }

  @Test
  void portsKeepTheirForm() {
    String text =
        """
        Name: x
        Tasks:
        - Name: t
          Engine: {Type: docker, Params: {Image: i, Ports: ["80", "8080:81", "127.0.0.1:8081:82", {Name: A, Target: 1}]}}
          Resources: {CPU: "1", Memory: 1GB}
          Network: {Type: full}
        """;
    JobSpec job = Told.job(text);
    assertThat(JobJson.read(JobJson.write(job))).isEqualTo(job);
  }

  @Test
  void secretsAreStarsForEyes() {
    JobSpec job = JobReader.read(new Source("job.yaml", EVERYTHING), new Problems());
    Map<String, Object> shown = JobJson.shown(job);
    assertThat(JobJson.lines(shown)).doesNotContain("secret").contains("***");
    assertThat(JobJson.write(job)).contains("secret1", "secret2", "secret3", "secret4");
  }

  @Test
  void theSchemaIsJsonAndNamesEveryKey() {
    String schema = JobReader.schema();
    assertThat(
            new waybill.model.reader.JsonReader()
                .read("schema", schema.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .name())
        .isEqualTo("schema");
    assertThat(schema).contains("\"ExecutionPlan\"", "\"SecretAccessKey\"", "\"const\" : \"wasm\"");
  }
}
