package dev.identitydomains.operator.controller.credentials;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.CredentialsSecret;
import dev.identitydomains.operator.api.v1alpha1.SecretKeys;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names of the keys in a client's Secret: those of the spec, else those of the Service Binding
 * Specification, which are the names of the fields that rename them.
 */
record EntryNames(Map<String, String> declared) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, @Nullable String>> NAMES =
      new TypeReference<>() {};

  /** The names of the Service Binding Specification. */
  static final Set<String> STANDARD =
      Set.copyOf(
          JSON.convertValue(
                  new SecretKeys(
                      null, null, null, null, null, null, null, null, null, null, null, null, null,
                      null, null, null, null, null, null, null),
                  NAMES)
              .keySet());

  static EntryNames of(ClientApplication app) {
    return new EntryNames(
        Optional.ofNullable(app.getSpec().credentialsSecret())
            .map(CredentialsSecret::keys)
            .map(EntryNames::names)
            .orElse(Map.of()));
  }

  private static Map<String, String> names(SecretKeys keys) {
    return JSON.convertValue(keys, NAMES).entrySet().stream()
        .filter(name -> name.getValue() != null)
        .collect(
            Collectors.toMap(Map.Entry::getKey, name -> Objects.requireNonNull(name.getValue())));
  }

  /** The key of an entry, by its standard name. */
  String key(String standard) {
    return declared.getOrDefault(standard, standard);
  }

  /** The keys of these entries. */
  Set<String> keys(Set<String> standard) {
    return standard.stream().map(this::key).collect(Collectors.toSet());
  }
}
