/** Filters of a search from Roaring bitmaps of row ids. */
module dev.orthant.roaring {
  requires transitive dev.orthant;
  requires transitive roaringbitmap;

  exports dev.orthant.roaring;
}
