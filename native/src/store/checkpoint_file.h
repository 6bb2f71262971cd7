// Checkpoint files: a Checkpoint in a section file of kind CKPT. docs/file-format.md has the
// sections.
#pragma once

#include <string>

#include "data/checkpoint.h"
#include "store/file_system.h"

namespace orthant {

// Readers see the old file or the new one. Throws Error(ORTHANT_IO).
void save_checkpoint(const Checkpoint& checkpoint, const std::string& path,
                     FileSystem& files = system_files());

// Whether the values fit a training is for the training to say. Memory: the file's length, of
// options and names of fields some times that.
[[nodiscard]] Checkpoint load_checkpoint(const std::string& path,
                                         FileSystem& files = system_files());

}  // namespace orthant
