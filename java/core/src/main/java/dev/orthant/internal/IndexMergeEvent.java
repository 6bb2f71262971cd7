package dev.orthant.internal;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** One merge of an index that changes. */
@Name("dev.orthant.IndexMerge")
@Label("Index Merge")
@Description("One merge of the rows of an index that changes")
@Category("Orthant")
@Enabled(false)
public final class IndexMergeEvent extends Event {
  @Label("Folder")
  @Description("Where the index lies; empty: in memory")
  public String folder;

  @Label("Bits")
  @Description("The length of the codes")
  public int bits;

  @Label("Rows")
  @Description("The rows of the index after the merge")
  public long rows;

  @Label("All")
  @Description("Whether everything was merged, not only what was due")
  public boolean all;
}
