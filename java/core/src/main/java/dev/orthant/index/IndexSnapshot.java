package dev.orthant.index;

import dev.orthant.internal.abi.orthant_index;

/**
 * The rows of a {@link MutableHammingIndex} at one moment, made by its {@code snapshot()}. Its ids
 * are the rows' keys. It never changes and lives on when the index changes, merges or is closed. It
 * shares memory with the index, and keeps alive what the index has let go of since: close it.
 *
 * <p>A self-join takes row numbers, so it needs the keys to be 0 to {@code rows() - 1}. {@link
 * #facts()} counts removed rows, until a merge drops them, among the codes and the bytes.
 */
public final class IndexSnapshot extends HammingIndex {
  IndexSnapshot(orthant_index handle) {
    super(handle);
  }
}
