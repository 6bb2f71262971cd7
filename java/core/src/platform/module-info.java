/** The native code of Orthant for one platform; comes with dev.orthant whenever it is at hand. */
module dev.orthant.@platform@ {
  requires dev.orthant;
  requires org.bytedeco.javacpp.@platform@;
  requires org.bytedeco.openblas.@platform@;

  provides dev.orthant.internal.abi.spi.NativeCode with
      dev.orthant.@platform@.Here;
}
