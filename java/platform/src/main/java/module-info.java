/** Orthant together with its native code; the jar holds nothing else. */
module dev.orthant.platform {
  requires transitive dev.orthant;
}
