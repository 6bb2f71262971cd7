/**
 * Learning to hash, and exact Hamming search: {@code data -> learn -> encode -> index -> search ->
 * evaluate}.
 */
@SuppressWarnings("module") // the modules of the platforms are not there when this one is compiled
module dev.orthant {
  requires org.bytedeco.javacpp;
  requires static jdk.jfr; // its events are recorded where it is there

  exports dev.orthant;
  exports dev.orthant.data;
  exports dev.orthant.learn;
  exports dev.orthant.encode;
  exports dev.orthant.index;
  exports dev.orthant.search;
  exports dev.orthant.evaluate;
  exports dev.orthant.internal.abi.spi to
      dev.orthant.linux.arm64,
      dev.orthant.linux.x86_64,
      dev.orthant.macosx.arm64,
      dev.orthant.macosx.x86_64;

  uses dev.orthant.internal.abi.spi.NativeCode;
}
