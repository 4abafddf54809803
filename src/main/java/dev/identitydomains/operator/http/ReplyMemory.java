package dev.identitydomains.operator.http;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory for what is kept of all domains' replies: those that are being read, and inventories.
 * Nobody waits for it, since a slow domain could then stop all others. While others use it up, a
 * domain may have a small part of it nevertheless, or what reading its inventory again takes; a
 * reply beyond that fails. Together, the domains use at most three times the memory, half of the
 * heap. Thread-safe.
 */
public final class ReplyMemory {

  private static final int PART_OF_HEAP = 6;

  /** What each domain may have of the memory: that of some hundred Apps at least. */
  private static final int PART_OF_EACH = 16;

  /** Memory is taken in steps: not every value looks at all domains. */
  private static final long STEP = 64 << 10;

  private final long capacity;
  private final Set<Share> shares =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /**
   * @param capacity in estimated bytes
   */
  public ReplyMemory(long capacity) {
    this.capacity = capacity;
  }

  /** A sixth of the heap. */
  public static ReplyMemory ofHeap() {
    return new ReplyMemory(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /** The memory of one more domain, until that is garbage. */
  public Share share() {
    var share = new Share(this);
    shares.add(share);
    return share;
  }

  private boolean take(Share asking, long bytes) {
    synchronized (shares) {
      var used = shares.stream().mapToLong(share -> share.used.get()).sum();
      var all = used + bytes;
      var own = asking.used.get() + bytes;
      var permitted =
          all <= capacity
              || (all <= 2 * capacity && own <= capacity / PART_OF_EACH)
              || (all <= 3 * capacity && own <= asking.inventoryTwice());
      if (permitted) {
        asking.used.addAndGet(bytes);
      }
      return permitted;
    }
  }

  /** The memory of one domain. Thread-safe. */
  public static final class Share {

    private final ReplyMemory memory;
    private final AtomicLong used = new AtomicLong();
    private volatile long inventory;

    private Share(ReplyMemory memory) {
      this.memory = memory;
    }

    /** Begins to count the memory of a reading. */
    public Hold hold() {
      return new Hold(this);
    }

    /** The inventory once more, with a quarter of growth. */
    private long inventoryTwice() {
      return inventory * 9 / 4;
    }
  }

  /** The memory of one reading, until it is closed. Not thread-safe. */
  public static final class Hold implements JsonContent.Meter, AutoCloseable {

    private final Share share;
    private long taken;
    private long counted;

    private Hold(Share share) {
      this.share = share;
    }

    @Override
    public void add(long bytes) throws BoundsException {
      counted += bytes;
      if (counted > taken) {
        var step = Math.max(STEP, counted - taken);
        if (!share.memory.take(share, step)) {
          throw new BoundsException(
              "does not fit into the memory for the replies of all domains: give the operator more");
        }
        taken += step;
      }
    }

    /** Marks this as the memory of the domain's inventory; the former one is closed. */
    public void isInventory() {
      share.inventory = taken;
    }

    @Override
    public void close() {
      share.used.addAndGet(-taken);
      taken = 0;
      counted = 0;
    }
  }
}
