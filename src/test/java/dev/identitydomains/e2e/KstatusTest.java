package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of kstatus, in the order in which its documentation gives them. */
class KstatusTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          CURRENT     | metadata: {generation: 1}
          CURRENT     | metadata: {generation: 1}, status: {}
          CURRENT     | metadata: {generation: 1}, status: {observedGeneration: 1}
          IN_PROGRESS | metadata: {generation: 1}, status: {observedGeneration: -1}
          IN_PROGRESS | metadata: {generation: 2}, status: {observedGeneration: 1, conditions: [{type: Ready, status: "True"}]}
          CURRENT     | metadata: {generation: 2}, status: {observedGeneration: 2, conditions: [{type: Ready, status: "True"}]}
          CURRENT     | metadata: {generation: 2}, status: {conditions: [{type: Ready, status: "True"}]}
          IN_PROGRESS | metadata: {generation: 1}, status: {conditions: [{type: Ready, status: "False"}]}
          IN_PROGRESS | metadata: {generation: 1}, status: {conditions: [{type: Ready, status: Unknown}]}
          IN_PROGRESS | metadata: {generation: 1}, status: {conditions: [{type: Ready, status: "False"}, {type: Reconciling, status: "True"}]}
          IN_PROGRESS | metadata: {generation: 1}, status: {conditions: [{type: Ready, status: "True"}, {type: Reconciling, status: "True"}]}
          FAILED      | metadata: {generation: 1}, status: {conditions: [{type: Ready, status: "False"}, {type: Stalled, status: "True"}]}
          FAILED      | metadata: {generation: 1}, status: {conditions: [{type: Stalled, status: "True"}, {type: Reconciling, status: "True"}]}
          CURRENT     | metadata: {generation: 1}, status: {conditions: [{type: Stalled, status: "False"}, {type: Ready, status: "True"}]}
          CURRENT     | metadata: {generation: 1}, status: {conditions: [{type: Paused, status: "True"}, {type: Ready, status: "True"}]}
          CURRENT     | metadata: {generation: 1}, status: {conditions: [{type: Paused, status: "True"}]}
          IN_PROGRESS | metadata: {generation: 2}, status: {observedGeneration: 1, conditions: [{type: Stalled, status: "True"}]}
          TERMINATING | metadata: {generation: 2, deletionTimestamp: "2026-01-01T00:00:00Z"}, status: {observedGeneration: 1}
          TERMINATING | metadata: {deletionTimestamp: "2026-01-01T00:00:00Z"}, status: {conditions: [{type: Stalled, status: "True"}]}
          """)
  void statusFollowsItsRules(Kstatus expected, String object) throws IOException {
    JsonNode json = new YAMLMapper().readTree("{" + object + "}");
    assertThat(Kstatus.of(json)).isEqualTo(expected);
  }
}
