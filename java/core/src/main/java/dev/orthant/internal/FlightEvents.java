package dev.orthant.internal;

/**
 * The events that a recording of JDK Flight Recorder may ask for. Off unless it does; then a begun
 * event costs a field read, and nothing is allocated. The module jdk.jfr need not be there.
 *
 * <p>Whether someone records is asked of an event that is never committed: that works before Flight
 * Recorder has started, and does not start it, as looking up the event's type would.
 */
public final class FlightEvents {
  private static final boolean THERE = isThere();

  private FlightEvents() {}

  /** A search that begins now; null unless searches are recorded. Allocation-free then. */
  public static SearchEvent search() {
    if (!THERE || !Probes.SEARCH.isEnabled()) {
      return null;
    }
    SearchEvent event = new SearchEvent();
    event.begin();
    return event;
  }

  /** An index whose building begins now; null unless that is recorded. */
  public static IndexBuildEvent indexBuild() {
    if (!THERE || !Probes.INDEX_BUILD.isEnabled()) {
      return null;
    }
    IndexBuildEvent event = new IndexBuildEvent();
    event.begin();
    return event;
  }

  /** A merge that begins now; null unless merges are recorded. */
  public static IndexMergeEvent indexMerge() {
    if (!THERE || !Probes.INDEX_MERGE.isEnabled()) {
      return null;
    }
    IndexMergeEvent event = new IndexMergeEvent();
    event.begin();
    return event;
  }

  /** A folder whose opening begins now; null unless that is recorded. */
  public static IndexRecoveryEvent indexRecovery() {
    if (!THERE || !Probes.INDEX_RECOVERY.isEnabled()) {
      return null;
    }
    IndexRecoveryEvent event = new IndexRecoveryEvent();
    event.begin();
    return event;
  }

  /** Initialised only where jdk.jfr is there. */
  private static final class Probes {
    static final SearchEvent SEARCH = new SearchEvent();
    static final IndexBuildEvent INDEX_BUILD = new IndexBuildEvent();
    static final IndexMergeEvent INDEX_MERGE = new IndexMergeEvent();
    static final IndexRecoveryEvent INDEX_RECOVERY = new IndexRecoveryEvent();
  }

  private static boolean isThere() {
    try {
      ClassLoader loader = FlightEvents.class.getClassLoader();
      Module recorder = Class.forName("jdk.jfr.Event", false, loader).getModule();
      return FlightEvents.class.getModule().canRead(recorder);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
