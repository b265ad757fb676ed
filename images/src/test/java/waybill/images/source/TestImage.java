package waybill.images.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small image, made in memory: all its documents and layers by digest. */
public final class TestImage {
  private final Map<String, byte[]> blobs = new LinkedHashMap<>();
  private final List<Descriptor> layers = new ArrayList<>();
  private final List<String> diffIds = new ArrayList<>();
  private final List<byte[]> archives = new ArrayList<>();
  private Descriptor config = new Descriptor("", "", 0);
  private Descriptor manifest = new Descriptor("", "", 0);

  /** An image of that many layers, which no other seed gives. */
  public static TestImage of(String seed, int layers) {
    TestImage image = new TestImage();
    for (int i = 0; i < layers; i++) {
      image.layer(new TestTar().file("file" + i, seed + " content " + i).bytes());
    }
    return image.finish();
  }

  /** An image with one layer of a mebibyte that does not get smaller. */
  public static TestImage large() {
    byte[] content = new byte[1 << 20];
    new Random(1).nextBytes(content);
    return new TestImage().layer(new TestTar().file("large", content).bytes()).finish();
  }

  /** Adds a layer, compressed by gzip. */
  public TestImage layer(byte[] archive) {
    diffIds.add(Sha256.of(archive));
    archives.add(archive);
    layers.add(add("application/vnd.oci.image.layer.v1.tar+gzip", TestTar.gzip(archive)));
    return this;
  }

  /** Adds configuration and manifest. */
  public TestImage finish() {
    config =
        add(
            "application/vnd.oci.image.config.v1+json",
            ("""
            {"architecture":"amd64","os":"linux",
             "config":{"Env":["PATH=/bin","LINES=a\\nb\\\\"],"WorkingDir":"/srv","Entrypoint":["/entry"],
                       "Cmd":["a","b c"],"User":"7:8"},
             "rootfs":{"type":"layers","diff_ids":["""
                + quoted(diffIds)
                + "]}}"));
    StringBuilder list = new StringBuilder();
    for (Descriptor layer : layers) {
      list.append(list.isEmpty() ? "" : ",").append(json(layer, ""));
    }
    manifest =
        add(
            "application/vnd.oci.image.manifest.v1+json",
            "{\"schemaVersion\":2,\"config\":" + json(config, "") + ",\"layers\":[" + list + "]}");
    return this;
  }

  /** Adds an index of entries. */
  public Descriptor index(String... entries) {
    return add(
        "application/vnd.oci.image.index.v1+json",
        "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}");
  }

  /** An entry of an index. */
  public static String entry(Descriptor descriptor, String os, String architecture) {
    return json(
        descriptor,
        ",\"platform\":{\"os\":\"" + os + "\",\"architecture\":\"" + architecture + "\"}");
  }

  public static String named(Descriptor descriptor, String name) {
    return json(
        descriptor, ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + name + "\"}");
  }

  public static String json(Descriptor descriptor, String more) {
    return "{\"mediaType\":\""
        + descriptor.mediaType()
        + "\",\"digest\":\""
        + descriptor.digest()
        + "\",\"size\":"
        + descriptor.size()
        + more
        + "}";
  }

  public Descriptor add(String mediaType, String text) {
    return add(mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  public Descriptor add(String mediaType, byte[] bytes) {
    String digest = Sha256.of(bytes);
    blobs.put(digest, bytes);
    return new Descriptor(mediaType, digest, bytes.length);
  }

  public Descriptor manifest() {
    return manifest;
  }

  public Descriptor config() {
    return config;
  }

  public List<Descriptor> layers() {
    return layers;
  }

  public List<String> diffIds() {
    return diffIds;
  }

  public List<byte[]> archives() {
    return archives;
  }

  public Map<String, byte[]> blobs() {
    return blobs;
  }

  public byte[] blob(String digest) {
    return blobs.getOrDefault(digest, new byte[0]);
  }

  /** Writes a layout with an index of these entries. */
  public Path layout(Path folder, String... entries) throws IOException {
    Files.createDirectories(folder.resolve("blobs/sha256"));
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Descriptor index = index(entries);
    for (Map.Entry<String, byte[]> blob : blobs.entrySet()) {
      Files.write(folder.resolve("blobs/" + blob.getKey().replace(':', '/')), blob.getValue());
    }
    Files.write(folder.resolve("index.json"), blob(index.digest()));
    return folder;
  }

  /** The same as an archive. */
  public byte[] layoutArchive(String... entries) {
    Descriptor index = index(entries);
    TestTar tar = new TestTar().file("./index.json", blob(index.digest()));
    for (Map.Entry<String, byte[]> blob : blobs.entrySet()) {
      tar.file("./blobs/" + blob.getKey().replace(':', '/'), blob.getValue());
    }
    return tar.bytes();
  }

  private static String quoted(List<String> texts) {
    return "\"" + String.join("\",\"", texts) + "\"";
  }
}
