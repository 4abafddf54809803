package dev.identitydomains.operator.engine.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.NoSuchElementException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FairQueueTest {

  private final FairQueue<String> queue = new FairQueue<>();

  @Test
  void namespacesTakeTurns() {
    add("busy", Priority.INTERACTIVE, "b1", "b2", "b3", "b4");
    add("shop", Priority.INTERACTIVE, "s1");
    add("pay", Priority.INTERACTIVE, "p1", "p2");
    assertThat(rest()).containsExactly("b1", "s1", "p1", "b2", "p2", "b3", "b4");
  }

  @Test
  void namespaceThatComesLaterWaitsForOneTurnOfEachOther() {
    add("busy", Priority.INTERACTIVE, "b1", "b2", "b3");
    assertThat(queue.remove()).isEqualTo("b1");
    add("shop", Priority.INTERACTIVE, "s1");
    assertThat(rest()).containsExactly("b2", "s1", "b3");
  }

  @Test
  void interactiveItemsGoFirstButDoNotStopBackground() {
    add("busy", Priority.BACKGROUND, "b1", "b2");
    add("shop", Priority.INTERACTIVE, "s1", "s2", "s3", "s4", "s5");
    assertThat(rest()).containsExactly("s1", "s2", "s3", "b1", "s4", "s5", "b2");
  }

  @Test
  void emptyQueueHasNoItem() {
    assertThat(queue.isEmpty()).isTrue();
    assertThatThrownBy(queue::peek).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(queue::remove).isInstanceOf(NoSuchElementException.class);
  }

  /** What was added comes out once, in the order of its requester, and as it was peeked. */
  @Property(tries = 200)
  void losesNothing(@ForAll @Size(max = 60) List<@IntRange(max = 11) Integer> requesters) {
    var all = new FairQueue<Integer>();
    for (var i = 0; i < requesters.size(); i++) {
      all.add(requester(requesters.get(i)), i);
    }
    var last = new HashMap<Requester, Integer>();
    for (var left = requesters.size(); left > 0; left--) {
      assertThat(all.isEmpty()).isFalse();
      var next = all.peek();
      assertThat(all.remove()).isEqualTo(next);
      var before = last.put(requester(requesters.get(next)), next);
      assertThat(before == null || before < next).isTrue();
    }
    assertThat(all.isEmpty()).isTrue();
  }

  private static Requester requester(int number) {
    return new Requester(
        "ns" + number % 6, number < 6 ? Priority.INTERACTIVE : Priority.BACKGROUND);
  }

  private void add(String namespace, Priority priority, String... items) {
    for (var item : items) {
      queue.add(new Requester(namespace, priority), item);
    }
  }

  private List<String> rest() {
    var rest = new ArrayList<String>();
    while (!queue.isEmpty()) {
      rest.add(queue.remove());
    }
    return rest;
  }
}
