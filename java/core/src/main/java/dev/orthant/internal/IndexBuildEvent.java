package dev.orthant.internal;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The building of one index, from codes or from a file. */
@Name("dev.orthant.IndexBuild")
@Label("Index Build")
@Description("The building of one index, from codes or from a file")
@Category("Orthant")
@Enabled(false)
public final class IndexBuildEvent extends Event {
  @Label("Index")
  @Description("The class of the index")
  public String index;

  @Label("Bits")
  @Description("The length of the codes")
  public int bits;

  @Label("Rows")
  public long rows;

  @Label("Distinct Codes")
  public long distinctCodes;

  @Label("Chunks")
  @Description("Into how many chunks the tables cut a code; 0: there are no tables")
  public int chunks;

  @Label("Memory")
  @Description("Native memory of codes, ids and tables")
  @DataAmount
  public long bytes;
}
