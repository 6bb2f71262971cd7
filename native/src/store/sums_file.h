// Files of TrainingSums, of kind SUMS. docs/file-format.md has the sections.
#pragma once

#include <string>

#include "encode/training_sums.h"
#include "store/file_system.h"

namespace orthant {

// Readers see the old file or the new one. Throws Error(ORTHANT_IO).
void save_sums(const TrainingSums& sums, const std::string& path,
               FileSystem& files = system_files());

// Sums that may be used as they are: what makes no sense is ORTHANT_CORRUPT_FILE. Memory: the
// file's length.
[[nodiscard]] TrainingSums load_sums(const std::string& path, FileSystem& files = system_files());

}  // namespace orthant
