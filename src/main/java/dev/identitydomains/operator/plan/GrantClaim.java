package dev.identitydomains.operator.plan;

import java.util.List;

/**
 * The claim of a resource to its grant.
 *
 * @param records the grants that the operator has recorded for the resource
 * @param mayAdopt whether the resource may adopt a grant that it has not created
 */
public record GrantClaim(List<RecordedGrant> records, boolean mayAdopt) {

  public GrantClaim {
    records = List.copyOf(records);
  }

  /** Whether the operator has recorded this grant for the resource. */
  public boolean hasRecorded(ObservedGrant grant) {
    return records.stream().anyMatch(record -> record.isOf(grant));
  }
}
