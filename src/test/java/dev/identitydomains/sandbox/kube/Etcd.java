package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/** The etcd of a control plane; its data outlive its process. */
final class Etcd {

  private static final JsonMapper JSON = new JsonMapper();

  private final Program program;
  private final Path data;
  private final int port;
  private final OkHttpClient http = new OkHttpClient();
  private Process process;

  Etcd(Program program, Path data, int port) throws IOException {
    this.program = program;
    this.data = data;
    this.port = port;
    this.process = launch();
  }

  private Process launch() throws IOException {
    return program.start(
        "--data-dir=" + data,
        "--unsafe-no-fsync",
        "--listen-client-urls=" + url(),
        "--advertise-client-urls=" + url(),
        "--listen-peer-urls=http://127.0.0.1:0");
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  void stop() {
    process.destroyForcibly().onExit().join();
  }

  void start() throws IOException {
    process = launch();
  }

  /** Removes all revisions before the current one. */
  void compact() throws IOException {
    var revision = call("/v3/maintenance/status", object()).at("/header/revision").asText();
    call("/v3/kv/compaction", object().put("revision", revision).put("physical", true));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private JsonNode call(String path, ObjectNode body) throws IOException {
    var json = RequestBody.create(JSON.writeValueAsBytes(body), MediaType.get("application/json"));
    var request = new Request.Builder().url(url() + path).post(json).build();
    try (var reply = http.newCall(request).execute()) {
      var answer = reply.body().string();
      if (!reply.isSuccessful()) {
        throw new IOException("etcd answers %d to %s: %s".formatted(reply.code(), path, answer));
      }
      return JSON.readTree(answer);
    }
  }
}
