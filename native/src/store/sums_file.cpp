#include "store/sums_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "base/checked.h"
#include "data/finite.h"
#include "store/little_endian.h"
#include "store/numbers.h"
#include "store/section_file.h"

namespace orthant {
namespace {

constexpr FourLetters kKind = "SUMS";
constexpr std::array<FourLetters, 3> kSections = {"HEAD", "CLAS", "NUMS"};
constexpr std::size_t kHeadBytes = 56;
constexpr std::size_t kClassBytes = sizeof(std::int32_t) + sizeof(std::int64_t);

struct Head {
  std::uint32_t method = 0;
  std::uint32_t dimension = 0;
  std::uint64_t fingerprint = 0;
  double ridge = 0.0;
  std::int64_t rows = 0;
  std::uint32_t unit_rows = 0;
  std::uint32_t centred = 0;
  std::uint32_t anchors = 0;
  float width = 0.0F;
  std::uint32_t classes = 0;
  std::uint32_t target_columns = 0;  // 0: one-hot
};

std::vector<std::byte> head_section(const TrainingSums& sums) {
  const FeatureMap& features = sums.features;
  std::vector<std::byte> bytes;
  append(bytes, static_cast<std::uint32_t>(sums.method));
  append(bytes, static_cast<std::uint32_t>(features.dimension));
  append(bytes, sums.fingerprint);
  append(bytes, sums.ridge);
  append(bytes, sums.rows);
  append(bytes, std::uint32_t{features.unit_rows ? 1U : 0U});
  append(bytes, std::uint32_t{features.mean.size() > 0 ? 1U : 0U});
  append(bytes, static_cast<std::uint32_t>(features.anchors.rows()));
  append(bytes, features.width);
  append(bytes, static_cast<std::uint32_t>(sums.classes.size()));
  append(bytes, static_cast<std::uint32_t>(sums.targets.columns()));
  return bytes;
}

std::vector<std::byte> class_section(const TrainingSums& sums) {
  std::vector<std::byte> bytes;
  for (const std::int32_t number : sums.classes) append(bytes, number);
  for (const std::int64_t count : sums.counts) append(bytes, count);
  return bytes;
}

std::vector<std::byte> number_section(const TrainingSums& sums) {
  std::vector<std::byte> bytes;
  append_values(bytes, sums.features.mean);
  append_values(bytes, sums.features.anchors);
  append_values(bytes, sums.squares);
  append_values(bytes, sums.sums);
  append_values(bytes, sums.targets);
  return bytes;
}

Head read_head(SectionInput section) {
  std::array<std::byte, kHeadBytes> bytes;
  if (section.length() != bytes.size()) section.corrupt("has no possible length");
  section.read(bytes);
  section.finish();
  FieldReader fields(bytes);
  Head head;
  head.method = fields.take<std::uint32_t>();
  head.dimension = fields.take<std::uint32_t>();
  head.fingerprint = fields.take<std::uint64_t>();
  head.ridge = fields.take<double>();
  head.rows = fields.take<std::int64_t>();
  head.unit_rows = fields.take<std::uint32_t>();
  head.centred = fields.take<std::uint32_t>();
  head.anchors = fields.take<std::uint32_t>();
  head.width = fields.take<float>();
  head.classes = fields.take<std::uint32_t>();
  head.target_columns = fields.take<std::uint32_t>();
  constexpr std::uint32_t kMost = std::uint32_t{1} << 30;
  const bool counts = head.dimension >= 1 && head.dimension < kMost && head.anchors >= 1 &&
                      head.anchors < kMost && head.classes >= 1 && head.classes < kMost &&
                      head.target_columns < kMost && head.rows >= 0 &&
                      head.rows <= TrainingSums::kMostRows;
  const bool flags = head.method <= 1 && head.unit_rows <= 1 && head.centred <= 1 &&
                     (head.target_columns > 0) == (head.method == 1);
  const bool numbers = std::isfinite(head.ridge) && head.ridge >= 0.0 &&
                       std::isfinite(head.width) && head.width > 0.0F;
  if (!counts || !flags || !numbers) section.corrupt("holds a value that is out of its bounds");
  return head;
}

void read_classes(SectionInput section, const Head& head, TrainingSums& sums) {
  if (section.length() != head.classes * std::uint64_t{kClassBytes}) {
    section.corrupt("does not have the length that section HEAD calls for");
  }
  sums.classes.resize(head.classes);
  sums.counts.resize(head.classes);
  section.read_values(sums.classes.data(), sums.classes.size());
  section.read_values(sums.counts.data(), sums.counts.size());
  section.finish();
  if (sums.classes.front() < 0 ||
      std::ranges::adjacent_find(sums.classes, std::greater_equal()) != sums.classes.end()) {
    section.corrupt("has classes that do not ascend from 0 on");
  }
  const bool possible = std::ranges::all_of(
      sums.counts, [&](std::int64_t count) { return count >= 0 && count <= head.rows; });
  if (!possible) section.corrupt("has more rows of a class than rows, or fewer than none");
  std::int64_t unlabelled = head.rows;  // each row has a label at least
  for (const std::int64_t count : sums.counts) unlabelled -= std::min(unlabelled, count);
  if (unlabelled > 0) section.corrupt("has fewer rows in all its classes than there are rows");
}

// Of section NUMS; nothing if it is absurd.
std::optional<std::uint64_t> number_bytes(const Head& head) {
  const std::uint64_t m = std::uint64_t{head.anchors} + 1;
  const std::uint64_t means = head.centred * std::uint64_t{head.dimension};
  const auto anchors = checked_product(head.anchors, head.dimension);
  const auto floats = anchors ? checked_sum(*anchors, means) : anchors;
  const auto squares = checked_product(m, m);
  const auto per_class = checked_product(head.classes, m + head.target_columns);
  if (!floats || !squares || !per_class) return std::nullopt;
  const auto doubles = checked_sum(*squares, *per_class);
  const auto tail = doubles ? checked_product(*doubles, sizeof(double)) : doubles;
  const auto front = checked_product(*floats, sizeof(float));
  return tail && front ? checked_sum(*front, *tail) : std::nullopt;
}

template <typename T>
bool all_finite(const Matrix<T>& matrix) {
  return std::all_of(matrix.data(), matrix.data() + matrix.rows() * matrix.columns(),
                     [](T value) { return std::isfinite(value); });
}

void read_numbers(SectionInput section, const Head& head, TrainingSums& sums) {
  if (number_bytes(head) != section.length()) {
    section.corrupt("does not have the length that section HEAD calls for");
  }
  const std::int64_t m = std::int64_t{head.anchors} + 1;
  sums.features.mean = take_values<float>(section, head.centred * std::size_t{head.dimension});
  sums.features.anchors = take_matrix<float>(section, head.anchors, head.dimension);
  sums.squares = take_matrix<double>(section, m, m);
  sums.sums = take_matrix<double>(section, head.classes, m);
  if (head.target_columns > 0) {
    sums.targets = take_matrix<double>(section, head.classes, head.target_columns);
  }
  section.finish();
  const bool finite_numbers = finite(sums.features.mean) && finite(sums.features.anchors) &&
                              all_finite(sums.squares) && all_finite(sums.sums) &&
                              all_finite(sums.targets);
  if (!finite_numbers) section.corrupt("holds a value that is not finite");
}

}  // namespace

void save_sums(const TrainingSums& sums, const std::string& path, FileSystem& files) {
  const std::vector<std::byte> head = head_section(sums);
  const std::vector<std::byte> classes = class_section(sums);
  const std::vector<std::byte> numbers = number_section(sums);
  const std::array<Section, 3> sections = {
      Section{kSections[0], head}, Section{kSections[1], classes}, Section{kSections[2], numbers}};
  write_section_file(path, kKind, sections, files);
}

TrainingSums load_sums(const std::string& path, FileSystem& files) {
  const SectionFile file(path, kKind, kSections, files);
  const Head head = read_head(file.section("HEAD"));
  TrainingSums sums;
  sums.method = static_cast<TrainingSums::Method>(head.method);
  sums.fingerprint = head.fingerprint;
  sums.ridge = head.ridge;
  sums.rows = head.rows;
  sums.features.dimension = static_cast<std::int32_t>(head.dimension);
  sums.features.unit_rows = head.unit_rows != 0;
  sums.features.width = head.width;
  read_classes(file.section("CLAS"), head, sums);
  read_numbers(file.section("NUMS"), head, sums);
  sums.features.prepare();
  return sums;
}

}  // namespace orthant
