package dev.orthant.internal;

import dev.orthant.NativeLibraryException;
import dev.orthant.internal.abi.OrthantC;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/**
 * Loads the native library, once, before anything else touches a class of JavaCPP.
 *
 * <p>JavaCPP's settings are left as the user has them. None is needed: Orthant allocates nothing
 * through JavaCPP, so its limits ({@code org.bytedeco.javacpp.maxPhysicalBytes} and its kin) are
 * never consulted for memory of ours.
 */
public final class NativeLibrary {
  private NativeLibrary() {}

  /**
   * Makes the library usable; cheap after the first time.
   *
   * @throws NativeLibraryException if it is not; on every call, with the first cause
   */
  public static void load() {
    if (Once.FAILURE != null) {
      throw new NativeLibraryException(Once.FAILURE.getMessage(), Once.FAILURE);
    }
  }

  private static final class Once {
    static final NativeLibraryException FAILURE = tryToLoad();
  }

  private static NativeLibraryException tryToLoad() {
    try {
      OrthantC.orthant_version();
    } catch (LinkageError e) {
      return new NativeLibraryException(
          "Orthant's native library for "
              + platform()
              + " cannot be loaded ("
              + e.getMessage()
              + "). Add the artifact dev.orthant:orthant-native-platform to the class or module"
              + " path, or, for this platform alone, orthant-core, org.bytedeco:javacpp and"
              + " org.bytedeco:openblas with its classifier.",
          e);
    }
    return checkTier();
  }

  private static NativeLibraryException checkTier() {
    NativeError error = NativeError.unchecked();
    if (OrthantC.orthant_simd_check(error.slot()) != OrthantC.ORTHANT_OK) {
      return new NativeLibraryException(error.message(), null);
    }
    String required = System.getProperty("orthant.simd.require");
    if (required == null) {
      return null;
    }
    String all = NativeText.of(OrthantC.orthant_simd_tiers());
    String active = NativeText.of(OrthantC.orthant_simd_tier());
    List<String> tiers = Arrays.asList(all.split(","));
    if (tiers.contains(required) && tiers.indexOf(active) >= tiers.indexOf(required)) {
      return null;
    }
    return new NativeLibraryException(
        "orthant.simd.require="
            + required
            + ", but the tier in use is "
            + active
            + " (this processor has "
            + all
            + "; ORTHANT_SIMD="
            + System.getenv("ORTHANT_SIMD")
            + ")",
        null);
  }

  private static String platform() {
    try {
      return Loader.getPlatform();
    } catch (LinkageError e) {
      return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }
  }
}
