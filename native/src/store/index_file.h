// Index files: the codes of a LinearScan in a section file of kind INDX. docs/file-format.md has
// the sections.
#pragma once

#include <memory>
#include <string>

#include "index/linear_scan.h"

namespace orthant {

// Readers see the old file or the new one. Throws Error(ORTHANT_IO).
void save_index(const LinearScan& index, const std::string& path);

// A file that is whole but holds no usable codes (unused bits set, counts that do not fit its
// length) is refused as ORTHANT_CORRUPT_FILE too. Memory: the file's length; the codes are read
// straight into it.
[[nodiscard]] std::shared_ptr<const LinearScan> load_index(const std::string& path);

}  // namespace orthant
