package dev.orthant.@platform@;

import dev.orthant.internal.abi.spi.NativeCode;

/** Says that the native code of this platform is here. */
public final class Here implements NativeCode {}
