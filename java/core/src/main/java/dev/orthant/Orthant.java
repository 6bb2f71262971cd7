package dev.orthant;

import dev.orthant.internal.NativeLibrary;
import dev.orthant.internal.NativeText;
import dev.orthant.internal.abi.OrthantC;
import java.util.List;

/**
 * The library itself: its version, and the instruction sets that it uses.
 *
 * <p>The native core holds one version of its kernels per instruction-set tier and picks, once, the
 * best that the processor has. The environment variable {@code ORTHANT_SIMD} caps the choice;
 * {@code -Dorthant.simd.require=TIER} makes it an error if the tier in use is below {@code TIER}.
 * Search results are the same on every tier.
 *
 * <p>Thread-safe. Each method throws {@link NativeLibraryException} if the native library cannot be
 * loaded.
 */
public final class Orthant {
  private Orthant() {}

  /** Returns the version of the native core, as {@code "major.minor.patch"}. */
  public static String version() {
    NativeLibrary.load();
    return NativeText.of(OrthantC.orthant_version());
  }

  /**
   * Returns the tier in use: {@code "scalar"}, {@code "popcnt"}, {@code "avx2"}, {@code
   * "avx512_vpopcntdq"} or {@code "neon"}.
   */
  public static String simdTier() {
    NativeLibrary.load();
    return NativeText.of(OrthantC.orthant_simd_tier());
  }

  /** Returns the tiers that this processor has, the slowest first; never empty. */
  public static List<String> simdTiers() {
    NativeLibrary.load();
    return List.of(NativeText.of(OrthantC.orthant_simd_tiers()).split(","));
  }
}
