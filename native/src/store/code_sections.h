// The sections CODE and GRUP, which hold grouped codes in the files of indexes and segments.
// docs/file-format.md has them byte by byte.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/aligned_buffer.h"
#include "base/checked.h"
#include "data/grouped_codes.h"
#include "store/section_file.h"

namespace orthant {

// What the section before them says of the codes.
struct CodeShape {
  std::uint64_t rows = 0;
  std::uint64_t groups = 0;
  std::uint32_t bits = 0;

  // Complains of `section`, which says so, unless there can be such codes.
  void check(const SectionInput& section) const;
};

// Whether codes are read into own memory, or mapped: then they are shared with other processes and
// loaded when needed, but a file that is cut off while it is mapped ends the process.
enum class Access { kRead, kMap };

// The codes of the file's sections CODE and GRUP. What cannot be the codes of `shape` is refused as
// ORTHANT_CORRUPT_FILE: other lengths, bits beyond the code's, no grouping.
[[nodiscard]] GroupedCodes read_codes(const SectionFile& file, const CodeShape& shape,
                                      Access access);

// The sections to write. The codes must outlive it.
class CodeSections {
 public:
  static constexpr FourLetters kCodes = "CODE";
  static constexpr FourLetters kGroups = "GRUP";

  explicit CodeSections(const GroupedCodes& codes);

  [[nodiscard]] Section codes() const noexcept;
  [[nodiscard]] Section groups() const noexcept;

 private:
  const GroupedCodes& codes_;
  AlignedBuffer<std::uint32_t> group_of_row_;  // empty: each row has a code of its own
};

// All values of a section, of which there must be `count`.
template <typename T>
AlignedBuffer<T> read_values(SectionInput section, std::uint64_t count) {
  const auto length = checked_product(count, sizeof(T));
  if (!length || *length != section.length()) {
    section.corrupt("does not have the length of " + std::to_string(count) + " values");
  }
  AlignedBuffer<T> values(static_cast<std::size_t>(count));
  section.read_values(values.data(), values.size());
  section.finish();
  return values;
}

}  // namespace orthant
