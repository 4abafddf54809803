package dev.identitydomains.argocd;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Generates the part of Argo CD's ConfigMap that holds the scripts. */
public final class ArgoCdSettings {

  /** The generated file. */
  static final Path FILE = Path.of("deploy", "argocd", "argocd-cm.yaml");

  private static final List<String> KINDS =
      List.of("AppAssignment", "AppRole", "AppRoleGrant", "ClientApplication", "IdentityDomain");

  private static final List<String> ACTIONS = List.of("pause", "resume", "rotate-secret");

  private ArgoCdSettings() {}

  /** Writes the file. */
  public static void main(String[] args) throws IOException {
    Files.writeString(FILE, generate());
  }

  /** Each kind has its own keys, because the name of a key has no wildcard. */
  static String generate() throws IOException {
    return """
    # Generated from the scripts in identitydomains.dev/_: mvn -q test-compile exec:exec@argocd
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: argocd-cm
      labels:
        app.kubernetes.io/part-of: argocd
    data:
    """
        + entries("health", script("health.lua"))
        + entries("actions", actions());
  }

  private static String entries(String type, String text) {
    var key = "  resource.customizations." + type + ".identitydomains.dev_";
    var first = key + KINDS.getFirst() + ": &" + type + " |\n" + indented(text, 4);
    return KINDS.stream()
        .skip(1)
        .map(kind -> key + kind + ": *" + type + "\n")
        .collect(joining("", first, ""));
  }

  private static String actions() throws IOException {
    var text = new StringBuilder("discovery.lua: |\n");
    text.append(indented(script("actions/discovery.lua"), 2)).append("definitions:\n");
    for (var action : ACTIONS) {
      text.append("- name: ").append(action).append("\n  action.lua: |\n");
      text.append(indented(script("actions/" + action + "/action.lua"), 4));
    }
    return text.toString();
  }

  /** Without spaces in empty lines, with which a YAML writer would choose another style. */
  private static String indented(String text, int spaces) {
    return text.indent(spaces).replaceAll("(?m)^ +$", "");
  }

  private static String script(String name) throws IOException {
    return Files.readString(LuaScript.FOLDER.resolve(name));
  }
}
