package dev.identitydomains.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.sandbox.domain.CallLimit;
import dev.identitydomains.sandbox.domain.DomainType;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator.Call;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The count of the soak is right: it has no other check. */
class CallPeaksTest {

  private static List<Call> bulk(LongStream millis) {
    return millis.mapToObj(at -> call("POST /admin/v1/Bulk", at)).toList();
  }

  private static Call call(String line, long millis) {
    var arrived = Instant.EPOCH.plusMillis(millis);
    return new Call(arrived, arrived.plusSeconds(5), line, 429, "");
  }

  @Test
  void windowsSlideOverArrivalsInAnyOrder() {
    var peaks = CallPeaks.of(bulk(LongStream.of(1700, 0, 900, 1000, 1800, 1999)), DomainType.Free);
    assertThat(peaks.peaks()).containsEntry("bulk", new CallLimit(4, 6));
    assertThat(peaks.excesses()).isEmpty();
  }

  @Test
  void sixthBulkCallOfSecondIsTooMany() {
    var peaks = CallPeaks.of(bulk(LongStream.rangeClosed(500, 505)), DomainType.Free);
    assertThat(peaks.excesses()).singleElement().asString().startsWith("bulk calls");
  }

  @Test
  void callAfterTheMostOfMinuteIsTooMany() {
    var slow = IntStream.range(0, 151).mapToObj(i -> call("GET /admin/v1/Apps", i * 390L)).toList();
    assertThat(CallPeaks.of(slow, DomainType.Free).excesses()).hasSize(1);
    assertThat(CallPeaks.of(slow, DomainType.OracleApps).excesses()).isEmpty();
  }
}
