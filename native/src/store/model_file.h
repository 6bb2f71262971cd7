// Model files: a HashModel in a section file of kind MODL. docs/file-format.md has the sections.
#pragma once

#include <memory>
#include <string>

#include "encode/hash_model.h"

namespace orthant {

// Readers see the old file or the new one. Throws Error(ORTHANT_IO).
void save_model(const HashModel& model, const std::string& path);

// Ready to encode. A file that is whole but describes no usable model (shapes that do not fit,
// values that are not finite) is refused as ORTHANT_CORRUPT_FILE too. Memory: two or three times
// the file's length, up to 17 times where products have a single row, which is padded to 16.
[[nodiscard]] std::shared_ptr<const HashModel> load_model(const std::string& path);

}  // namespace orthant
