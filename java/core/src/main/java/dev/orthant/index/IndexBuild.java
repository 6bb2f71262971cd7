package dev.orthant.index;

import dev.orthant.internal.FlightEvents;
import dev.orthant.internal.IndexBuildEvent;

/** The building of an index, for Flight Recorder. */
final class IndexBuild {
  private final IndexBuildEvent event = FlightEvents.indexBuild(); // null: nobody records

  private IndexBuild() {}

  /** One that begins now. */
  static IndexBuild begin() {
    return new IndexBuild();
  }

  /** The index is built; returns it. */
  <T extends HammingIndex> T ended(T index) {
    if (event != null) {
      IndexFacts facts = index.facts();
      event.index = index.getClass().getSimpleName();
      event.bits = facts.bits();
      event.rows = facts.rows();
      event.distinctCodes = facts.distinctCodes();
      event.chunks = facts.chunks();
      event.bytes = facts.bytes();
      event.commit();
    }
    return index;
  }
}
