// The files of a segment: its keys and grouped codes (kind SEGM), and which of its rows are dead
// (kind DEAD). Both are written once and never changed. docs/file-format.md has the sections.
#pragma once

#include <memory>
#include <string>

#include "data/live_rows.h"
#include "search/view.h"
#include "store/section_file.h"

namespace orthant {

// All rows, live or dead. Throws Error(ORTHANT_IO).
FileStamp save_segment(const Segment& segment, const std::string& path, FileSystem& files);

// All rows live, ready for the strategy. A file with another stamp than the manifest's is refused
// as ORTHANT_CORRUPT_FILE, and one that is whole but holds no usable rows. Memory: the file's
// length and the grouping's.
[[nodiscard]] Segment load_segment(const std::string& path, const FileStamp& stamp,
                                   Strategy strategy, FileSystem& files);

FileStamp save_dead_rows(const LiveRows& live, const std::string& path, FileSystem& files);

// Of a segment with this many rows.
[[nodiscard]] std::shared_ptr<const LiveRows> load_dead_rows(const std::string& path,
                                                             const FileStamp& stamp,
                                                             std::int64_t rows, FileSystem& files);

}  // namespace orthant
