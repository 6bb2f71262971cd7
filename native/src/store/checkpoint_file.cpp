#include "store/checkpoint_file.h"

#include <array>
#include <optional>
#include <string_view>

#include "base/checked.h"
#include "store/little_endian.h"
#include "store/section_file.h"

namespace orthant {
namespace {

constexpr FourLetters kKind = "CKPT";
constexpr std::array<FourLetters, 2> kSections = {"HEAD", "NUMS"};
constexpr auto kMostKind = static_cast<std::uint32_t>(CheckpointField::Kind::integer);

void append_text(std::vector<std::byte>& bytes, std::string_view text) {
  append(bytes, static_cast<std::uint32_t>(text.size()));
  const auto raw = std::as_bytes(std::span(text));
  bytes.insert(bytes.end(), raw.begin(), raw.end());
}

std::vector<std::byte> head_section(const Checkpoint& checkpoint) {
  std::vector<std::byte> bytes;
  append_text(bytes, checkpoint.method);
  append_text(bytes, checkpoint.maker);
  append(bytes, checkpoint.fingerprint);
  for (const std::uint64_t word : checkpoint.random) append(bytes, word);
  append(bytes, static_cast<std::uint32_t>(checkpoint.options.size()));
  for (const auto& [name, value] : checkpoint.options) {
    append_text(bytes, name);
    append(bytes, value);
  }
  append(bytes, static_cast<std::uint32_t>(checkpoint.objective.size()));
  for (const double value : checkpoint.objective) append(bytes, value);
  append(bytes, static_cast<std::uint32_t>(checkpoint.fields.size()));
  for (const CheckpointField& field : checkpoint.fields) {
    append_text(bytes, field.name);
    append(bytes, static_cast<std::uint32_t>(field.kind));
    append(bytes, field.rows);
    append(bytes, field.columns);
  }
  return bytes;
}

// Takes fields of the head; what would reach beyond its end is damage.
class HeadReader {
 public:
  HeadReader(const SectionInput& section, std::span<const std::byte> bytes)
      : section_(&section), fields_(bytes) {}

  template <typename T>
  [[nodiscard]] T take() {
    require(sizeof(T));
    return fields_.take<T>();
  }
  [[nodiscard]] std::string text() {
    const auto length = take<std::uint32_t>();
    require(length);
    const auto bytes = fields_.take_bytes(length);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  // The number of entries that follow, of at least `least` bytes each.
  [[nodiscard]] std::uint32_t count(std::size_t least) {
    const auto entries = take<std::uint32_t>();
    if (entries > fields_.left() / least) {
      section_->corrupt("claims " + std::to_string(entries) + " entries, more than it has");
    }
    return entries;
  }
  void finish() const {
    if (fields_.left() > 0) section_->corrupt("has bytes after its last entry");
  }

 private:
  void require(std::size_t bytes) const {
    if (bytes > fields_.left()) section_->corrupt("ends in the middle of an entry");
  }

  const SectionInput* section_;
  FieldReader fields_;
};

CheckpointField read_field(HeadReader& head, const SectionInput& section) {
  CheckpointField field;
  field.name = head.text();
  const auto kind = head.take<std::uint32_t>();
  field.kind = static_cast<CheckpointField::Kind>(kind);
  field.rows = head.take<std::int64_t>();
  field.columns = head.take<std::int64_t>();
  if (kind > kMostKind || field.rows < 0 || field.columns < 0) {
    section.corrupt("describes a field of no possible shape");
  }
  return field;
}

Checkpoint read_head(SectionInput section) {
  std::vector<std::byte> bytes(static_cast<std::size_t>(section.length()));
  section.read(bytes);
  section.finish();
  HeadReader head(section, bytes);
  Checkpoint checkpoint;
  checkpoint.method = head.text();
  checkpoint.maker = head.text();
  checkpoint.fingerprint = head.take<std::uint64_t>();
  for (std::uint64_t& word : checkpoint.random) word = head.take<std::uint64_t>();
  for (std::uint32_t left = head.count(12); left > 0; --left) {
    std::string name = head.text();
    checkpoint.options.emplace_back(std::move(name), head.take<double>());
  }
  for (std::uint32_t left = head.count(8); left > 0; --left) {
    checkpoint.objective.push_back(head.take<double>());
  }
  for (std::uint32_t left = head.count(24); left > 0; --left) {
    checkpoint.fields.push_back(read_field(head, section));
  }
  head.finish();
  return checkpoint;
}

// Of all fields together; nothing if that is absurd.
std::optional<std::uint64_t> bytes_of(const Checkpoint& checkpoint) {
  std::optional<std::uint64_t> total = 0;
  for (const CheckpointField& field : checkpoint.fields) {
    const auto values = checked_product(static_cast<std::uint64_t>(field.rows),
                                        static_cast<std::uint64_t>(field.columns));
    const auto bytes = values ? checked_product(*values, value_bytes(field.kind)) : values;
    total = bytes ? checked_sum(*total, *bytes) : std::nullopt;
    if (!total) return total;
  }
  return total;
}

void read_numbers(SectionInput section, Checkpoint& checkpoint) {
  if (bytes_of(checkpoint) != section.length()) {
    section.corrupt("does not have the length that the shapes in section HEAD call for");
  }
  for (CheckpointField& field : checkpoint.fields) {
    field.bytes.resize(static_cast<std::size_t>(field.rows * field.columns) *
                       static_cast<std::size_t>(value_bytes(field.kind)));
    section.read(field.bytes);
  }
  section.finish();
}

}  // namespace

void save_checkpoint(const Checkpoint& checkpoint, const std::string& path, FileSystem& files) {
  const std::vector<std::byte> head = head_section(checkpoint);
  std::vector<std::byte> numbers;
  for (const CheckpointField& field : checkpoint.fields) {
    numbers.insert(numbers.end(), field.bytes.begin(), field.bytes.end());
  }
  const std::array<Section, 2> sections = {Section{kSections[0], head},
                                           Section{kSections[1], numbers}};
  write_section_file(path, kKind, sections, files);
}

Checkpoint load_checkpoint(const std::string& path, FileSystem& files) {
  const SectionFile file(path, kKind, kSections, files);
  Checkpoint checkpoint = read_head(file.section("HEAD"));
  read_numbers(file.section("NUMS"), checkpoint);
  return checkpoint;
}

}  // namespace orthant
