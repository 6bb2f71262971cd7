package dev.orthant.internal;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One search of one index, by a searcher. */
@Name("dev.orthant.Search")
@Label("Search")
@Description("One search of one index")
@Category("Orthant")
@Enabled(false)
@StackTrace(false)
public final class SearchEvent extends Event {
  @Label("Index")
  @Description("The class of the index")
  public String index;

  @Label("Bits")
  @Description("The length of the codes")
  public int bits;

  @Label("Rows")
  public long rows;

  @Label("k")
  @Description("How many neighbours were wanted; 0: all within the radius")
  public int k;

  @Label("Radius")
  @Description("The greatest distance of a hit, in bits; -1: any")
  public int radius;

  @Label("Hits")
  @Description("How many rows were found or, by a count, counted")
  public long hits;

  @Label("Exact")
  @Description("Whether the answer was proved; false only if a limit ended the search")
  public boolean exact;

  @Label("Proved Radius")
  @Description("Every row that passes within this distance was seen; -1: nothing is proved")
  public int provedRadius;

  @Label("Compared Codes")
  @Description("Codes whose distance was computed")
  public long compared;

  @Label("Probes")
  @Description("Buckets that were looked up in tables")
  public long probes;
}
