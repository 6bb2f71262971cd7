// Index files: the grouped codes of an index in a section file of kind INDX. docs/file-format.md
// has the sections.
#pragma once

#include <string>

#include "index/hamming_index.h"
#include "store/code_sections.h"

namespace orthant {

// Readers see the old file or the new one. Throws Error(ORTHANT_IO); ORTHANT_INVALID_ARGUMENT for a
// snapshot of a mutable index, whose rows have keys.
void save_index(const HammingIndex& index, const std::string& path);

// A file that is whole but holds no usable codes (unused bits set, counts that do not fit its
// length, no grouping) is refused as ORTHANT_CORRUPT_FILE too. Tables are not in the file, they are
// built anew by up to `threads` threads. Memory: the file's length and what the index needs; the
// codes are read straight into it.
[[nodiscard]] HammingIndex load_index(const std::string& path, int threads = 1,
                                      Access access = Access::kRead);

}  // namespace orthant
