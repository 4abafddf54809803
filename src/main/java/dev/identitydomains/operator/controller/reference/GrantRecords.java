package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.GrantRecord;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.api.v1alpha1.GrantStatus;
import dev.identitydomains.operator.api.v1alpha1.GranteeKind;
import dev.identitydomains.operator.plan.DesiredGrant;
import dev.identitydomains.operator.plan.GranteeType;
import dev.identitydomains.operator.plan.RecordedGrant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okio.ByteString;

/**
 * The records in statuses of the grants that the operator has created or adopted. Grants have no
 * owner tag, and others may write a status: only signed records count.
 */
public final class GrantRecords {

  private final ResourceGraph graph;
  private final RecordKeys keys;

  public GrantRecords(ResourceGraph graph, RecordKeys keys) {
    this.graph = graph;
    this.keys = keys;
  }

  /** The genuine records of a grant, of the domain in its status. */
  public List<RecordedGrant> of(GrantResource grant) {
    var records = stored(grant);
    if (records.isEmpty()) {
      return List.of();
    }
    return graph
        .domain(domain(grant))
        .flatMap(keys::find)
        .map(key ->
            records.stream()
                .filter(record -> isGenuine(record, grant, key))
                .map(record -> read(record, grant))
                .toList())
        .orElse(List.of());
  }

  /**
   * Another resource that has recorded a grant, and that names it otherwise; empty for none.
   *
   * @param domain {@code namespace/name} of the domain
   */
  public Optional<GrantResource> holder(GrantResource grant, String domain, DesiredGrant desired) {
    return graph.domain(domain).stream()
        .flatMap(found -> graph.grantsIn(found).stream())
        .filter(other ->
            other.getStatus() != null
                && desired.granteeId().equals(other.getStatus().granteeId())
                && !References.isSameGrant(other, grant))
        .filter(other -> of(other).stream().anyMatch(record -> record.isOf(desired)))
        .findFirst();
  }

  /** Whether the status has records, genuine or not. */
  public static boolean isAny(GrantResource grant) {
    return !stored(grant).isEmpty();
  }

  /** {@code namespace/name} of the domain in the status; empty for none. */
  public static String domain(GrantResource grant) {
    return Optional.ofNullable(grant.getStatus()).map(GrantStatus::domain).orElse("");
  }

  /**
   * Signs records for the status of a grant.
   *
   * @param domain {@code namespace/name} of an IdentityDomain that exists
   * @throws RecordKeys.Spoilt when somebody has changed the domain's signing key
   */
  public List<GrantRecord> sign(GrantResource grant, String domain, List<RecordedGrant> records) {
    if (records.isEmpty()) {
      return List.of();
    }
    var key = keys.get(graph.domain(domain).orElseThrow());
    return records.stream().map(record -> sign(record, grant, domain, key)).toList();
  }

  private static List<GrantRecord> stored(GrantResource grant) {
    return Optional.ofNullable(grant.getStatus()).map(GrantStatus::grants).orElse(List.of());
  }

  private static boolean isGenuine(GrantRecord record, GrantResource grant, ByteString key) {
    return record.granteeType() != GranteeKind.Unknown
        && sign(read(record, grant), grant, domain(grant), key).equals(record);
  }

  private static RecordedGrant read(GrantRecord record, GrantResource grant) {
    var ofWholeApp = grant instanceof AppAssignment;
    var id = ofWholeApp ? record.appId() : record.roleId();
    return new RecordedGrant(
        type(record.granteeType()),
        record.granteeId(),
        Objects.requireNonNullElse(id, ""),
        ofWholeApp,
        record.grantId(),
        Boolean.TRUE.equals(record.adopted()));
  }

  private static GrantRecord sign(
      RecordedGrant record, GrantResource grant, String domain, ByteString key) {
    var kind = kind(record.type());
    var text =
        Stream.of(
                References.key(grant),
                grant.getMetadata().getUid(),
                domain,
                kind.name(),
                record.granteeId(),
                record.entitlementId(),
                Objects.requireNonNullElse(record.grantId(), ""),
                String.valueOf(record.adopted()))
            .map(part -> part.length() + ":" + part)
            .collect(Collectors.joining());
    return new GrantRecord(
        kind,
        record.granteeId(),
        record.ofWholeApp() ? null : record.entitlementId(),
        record.ofWholeApp() ? record.entitlementId() : null,
        record.grantId(),
        record.adopted() ? true : null,
        ByteString.encodeUtf8(text).hmacSha256(key).base64Url());
  }

  private static GranteeKind kind(GranteeType type) {
    return switch (type) {
      case APP -> GranteeKind.App;
      case GROUP -> GranteeKind.Group;
      case USER -> GranteeKind.User;
      case DYNAMIC_RESOURCE_GROUP -> GranteeKind.DynamicResourceGroup;
    };
  }

  private static GranteeType type(GranteeKind kind) {
    return switch (kind) {
      case App, Unknown -> GranteeType.APP;
      case Group -> GranteeType.GROUP;
      case User -> GranteeType.USER;
      case DynamicResourceGroup -> GranteeType.DYNAMIC_RESOURCE_GROUP;
    };
  }
}
