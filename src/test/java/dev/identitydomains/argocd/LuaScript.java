package dev.identitydomains.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import party.iroiro.luajava.Lua;
import party.iroiro.luajava.lua51.Lua51;

/**
 * A Lua 5.1 script with no more than Argo CD gives to the scripts of its ConfigMap: the libraries
 * base, package and table, and {@code time} and {@code date} of {@code require("os")}.
 */
public final class LuaScript {

  /** The folder of the scripts, as Argo CD's {@code resource_customizations} has them. */
  public static final Path FOLDER = Path.of("deploy", "argocd", "identitydomains.dev", "_");

  private static final JsonMapper JSON = new JsonMapper();

  private static final String RESTRICTION =
      """
      package.loaded.os = {time = os.time, date = os.date}
      getmetatable("").__index = nil
      for _, library in ipairs({"string", "math", "io", "debug", "coroutine", "java"}) do
        _G[library] = nil
        package.loaded[library] = nil
      end
      os = nil
      """;

  private final String text;

  private LuaScript(String text) {
    this.text = text;
  }

  /** Reads a script of {@link #FOLDER}. */
  public static LuaScript read(String name) throws IOException {
    return new LuaScript(Files.readString(FOLDER.resolve(name)));
  }

  /** Runs the script on a resource; returns what it returns. */
  public JsonNode run(JsonNode resource) {
    try (var lua = new Lua51()) {
      lua.openLibraries();
      lua.run(RESTRICTION);
      lua.push(JSON.convertValue(resource, Map.class), Lua.Conversion.FULL);
      lua.setGlobal("obj");
      lua.load(text);
      lua.pCall(0, 1);
      return JSON.valueToTree(value(Objects.requireNonNull(lua.toObject(-1)), resource));
    }
  }

  /** Lua has one type for objects and arrays; an empty one is what it was before, as in Argo CD. */
  private static Object value(Object value, @Nullable JsonNode before) {
    if (value instanceof Map<?, ?> table) {
      return table.containsKey(1.0) || (table.isEmpty() && !isObject(before))
          ? new TreeMap<>(table).values().stream().map(item -> value(item, null)).toList()
          : object(table, before);
    }
    return value instanceof Double number && number == Math.rint(number)
        ? (Object) number.longValue()
        : value;
  }

  private static boolean isObject(@Nullable JsonNode node) {
    return node != null && node.isObject();
  }

  private static Map<String, Object> object(Map<?, ?> table, @Nullable JsonNode before) {
    var object = new TreeMap<String, Object>();
    table.forEach((key, item) ->
        object.put((String) key, value(item, before == null ? null : before.get((String) key))));
    return object;
  }
}
