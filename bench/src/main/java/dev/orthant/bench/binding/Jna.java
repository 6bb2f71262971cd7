package dev.orthant.bench.binding;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.orthant.Orthant;
import dev.orthant.internal.abi.OrthantC;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;

/** The few functions of orthant.h that the comparison needs, bound through JNA in both its ways. */
final class Jna {
  private Jna() {}

  /** By name, through a proxy. */
  interface ByInterface extends Library {
    int orthant_index_bits(Pointer index);
  }

  /** Native methods that JNA registers. */
  static final class Direct {
    static {
      Native.register(Direct.class, library());
    }

    private Direct() {}

    static native int orthant_index_bits(Pointer index);

    static native Pointer orthant_linear_scan_new(long[] codes, long rows, int bits, Pointer error);

    static native void orthant_index_free(Pointer index);

    static native Pointer orthant_searcher_new(Pointer index, Pointer error);

    static native int orthant_searcher_reserve(Pointer searcher, long hits, Pointer error);

    static native Pointer orthant_searcher_query(Pointer searcher);

    static native Pointer orthant_searcher_ids(Pointer searcher);

    static native Pointer orthant_searcher_distances(Pointer searcher);

    static native long orthant_search(Pointer searcher, long k, int radius, int flags);

    static native void orthant_searcher_free(Pointer searcher);
  }

  static ByInterface byInterface() {
    return Native.load(library().getFile().getPath(), ByInterface.class);
  }

  /** The very file that JavaCPP has loaded, and what it depends on. */
  private static NativeLibrary library() {
    Orthant.version(); // loads
    try {
      Path binding = Path.of(Loader.load(OrthantC.class));
      return NativeLibrary.getInstance(
          binding.resolveSibling(System.mapLibraryName("orthant")).toRealPath().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
