package dev.orthant.testing;

import dev.orthant.Orthant;
import dev.orthant.internal.abi.OrthantC;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;

/** Where the native library that this process uses lies. */
public final class NativeFiles {
  private NativeFiles() {}

  /** The core's shared library, as JavaCPP unpacked it, with OpenBLAS loaded before it. */
  public static Path core() {
    Orthant.version();
    Path jni = Path.of(Loader.load(OrthantC.class));
    Path core = jni.resolveSibling(System.mapLibraryName("orthant"));
    if (!Files.exists(core)) {
      throw new IllegalStateException("no " + core.getFileName() + " beside " + jni);
    }
    return core;
  }
}
