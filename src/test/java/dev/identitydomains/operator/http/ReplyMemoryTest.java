package dev.identitydomains.operator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** S4: the memory for replies is bounded over all domains, and nobody waits for it. */
class ReplyMemoryTest {

  private static final long MB = 1 << 20;
  private final ReplyMemory memory = new ReplyMemory(100 * MB);

  @Test
  void oneDomainMayHaveAll() {
    var hold = memory.share().hold();
    assertThatCode(() -> hold.add(100 * MB)).doesNotThrowAnyException();
    assertThatThrownBy(() -> hold.add(MB)).hasMessageContaining("memory for the replies");
  }

  @Test
  void newDomainHasItsPartWhileOthersHoldAll() throws Exception {
    memory.share().hold().add(100 * MB);
    var hold = memory.share().hold();
    hold.add(6 * MB);
    assertThatThrownBy(() -> hold.add(MB)).isInstanceOf(BoundsException.class);
  }

  @Test
  void inventoryIsReadAgainWhileOthersHoldAll() throws Exception {
    var share = memory.share();
    var inventory = share.hold();
    inventory.add(40 * MB);
    inventory.isInventory();
    memory.share().hold().add(60 * MB);
    var again = share.hold();
    again.add(50 * MB);
    assertThatThrownBy(() -> again.add(10 * MB)).isInstanceOf(BoundsException.class);
  }

  @Test
  void closedReadingGivesItsMemoryBack() throws Exception {
    var share = memory.share();
    for (var i = 0; i < 1000; i++) {
      try (var hold = share.hold()) {
        hold.add(100 * MB);
      }
    }
  }

  @Test
  void hundredDomainsTogetherStayWithinTwiceTheMemory() {
    var taken =
        IntStream.range(0, 100)
            .mapToObj(_ -> memory.share().hold())
            .mapToLong(ReplyMemoryTest::asMuchAsItGets)
            .sum();
    assertThat(taken).isLessThanOrEqualTo(2 * 100 * MB);
  }

  private static long asMuchAsItGets(ReplyMemory.Hold hold) {
    var taken = 0L;
    try {
      while (true) {
        hold.add(MB / 4);
        taken += MB / 4;
      }
    } catch (BoundsException _) {
      return taken;
    }
  }
}
