package dev.orthant.internal;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The opening of the folder of an index that changes. */
@Name("dev.orthant.IndexRecovery")
@Label("Index Recovery")
@Description("The opening of the folder of an index that changes")
@Category("Orthant")
@Enabled(false)
public final class IndexRecoveryEvent extends Event {
  @Label("Folder")
  public String folder;

  @Label("Bits")
  @Description("The length of the codes")
  public int bits;

  @Label("Rows")
  public long rows;

  @Label("Log")
  @Description("Changes that were read and made again")
  @DataAmount
  public long logBytes;

  @Label("Dropped")
  @Description("An unfinished end of the log")
  @DataAmount
  public long droppedBytes;

  @Label("Damage")
  @Description("Of a manifest that the other one stood in for; empty: none")
  public String damage;
}
