// What an index folder holds: which segments, which of their rows are dead, and from which record
// of the log on changes are to be applied. Two files take turns, so that there is always a whole
// one: generation g is written to manifest-<g mod 2>. docs/file-format.md has the bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/file.h"
#include "store/section_file.h"

namespace orthant {

// A segment's file, segment-<number>, and that of its dead rows, dead-<number> (0: none is dead).
struct ManifestSegment {
  std::uint64_t number = 0;
  std::uint64_t rows = 0;
  FileStamp stamp;
  std::uint64_t dead_number = 0;
  std::uint64_t dead_rows = 0;
  FileStamp dead_stamp;

  friend bool operator==(const ManifestSegment&, const ManifestSegment&) = default;
};

struct Manifest {
  std::uint64_t generation = 0;  // 0: none was written yet
  std::int32_t bits = 0;
  std::uint64_t log_start = 1;    // the first record that the segments do not know
  std::uint64_t next_number = 1;  // of a new file
  std::vector<ManifestSegment> segments;
};

// Commits nothing: `place` stands for manifest_name(manifest.generation).
void write_manifest(const Manifest& manifest, ReplacementFile& place);

// Throws ORTHANT_CORRUPT_FILE, ORTHANT_NEWER_FILE or ORTHANT_IO.
[[nodiscard]] Manifest load_manifest(const std::string& path, FileSystem& files);

// The names of a folder's files.
[[nodiscard]] std::string manifest_name(std::uint64_t generation);
[[nodiscard]] std::string segment_name(std::uint64_t number);
[[nodiscard]] std::string dead_name(std::uint64_t number);
[[nodiscard]] std::string log_name(std::uint64_t start);
inline constexpr const char* kLockName = "lock";

// The start of the log that has this name; nothing if it is none.
[[nodiscard]] std::optional<std::uint64_t> log_start_of(const std::string& name);
// Whether the name is one of a segment or of dead rows.
[[nodiscard]] bool is_data_name(const std::string& name);
// Whether it is a temporary file of one of ours.
[[nodiscard]] bool is_temporary_name(const std::string& name);

}  // namespace orthant
