package dev.identitydomains.operator.translate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.AppRoleSpec;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainSpec;
import dev.identitydomains.operator.schema.FieldError;
import dev.identitydomains.operator.schema.ObjectSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Validates specs against the definitions of this version. The API server validates every write
 * likewise, but stored objects may stem from an older definition.
 */
public final class SpecCheck {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();
  private static final ObjectSchema DOMAIN = schema("identitydomains");
  private static final ObjectSchema APPLICATION = schema("clientapplications");
  private static final ObjectSchema ROLE = schema("approles");
  private static final ObjectSchema GRANT = schema("approlegrants");
  private static final ObjectSchema ASSIGNMENT = schema("appassignments");

  private SpecCheck() {}

  /** The errors of an IdentityDomain's spec; null is an error, an empty list means a valid spec. */
  public static List<String> problems(@Nullable IdentityDomainSpec spec) {
    return problems(DOMAIN, spec);
  }

  /** The errors of a ClientApplication's spec, as above. */
  public static List<String> problems(@Nullable ClientApplicationSpec spec) {
    return problems(APPLICATION, spec);
  }

  /** The errors of an AppRole's spec, as above. */
  public static List<String> problems(@Nullable AppRoleSpec spec) {
    return problems(ROLE, spec);
  }

  /** The errors of the spec of a grant, as above. */
  public static List<String> problems(GrantResource grant) {
    return switch (grant) {
      case AppRoleGrant role -> problems(GRANT, role.getSpec());
      case AppAssignment app -> problems(ASSIGNMENT, app.getSpec());
    };
  }

  private static List<String> problems(ObjectSchema schema, @Nullable Record spec) {
    if (spec == null) {
      return List.of("spec is missing, or has values of other types than its schema");
    }
    var object = JsonNodeFactory.instance.objectNode();
    object.set("spec", JSON.valueToTree(spec));
    return schema.errors(object).stream().map(FieldError::toString).toList();
  }

  private static ObjectSchema schema(String plural) {
    var file = "/crds/" + plural + ".yaml";
    try (var definition = Objects.requireNonNull(SpecCheck.class.getResourceAsStream(file), file)) {
      return ObjectSchema.read(definition);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
