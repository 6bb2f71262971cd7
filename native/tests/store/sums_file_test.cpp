#include "store/sums_file.h"

#include <limits>

#include <gtest/gtest.h>

#include "testing/damage.h"
#include "testing/errors.h"
#include "testing/section_bytes.h"
#include "testing/temp_folder.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::put;
using testing::TempFolder;

template <typename T>
Matrix<T> numbers(std::int64_t rows, std::int64_t columns, double first) {
  Matrix<T> matrix(rows, columns);
  for (std::int64_t i = 0; i < rows * columns; ++i) {
    matrix.data()[i] = static_cast<T>(first + 0.3 * static_cast<double>(i));
  }
  return matrix;
}

TrainingSums example(TrainingSums::Method method) {
  TrainingSums sums;
  sums.method = method;
  sums.fingerprint = 0x123456789ABCDEF0ULL;
  sums.ridge = 0.25;
  sums.rows = 7;
  sums.features.dimension = 3;
  sums.features.unit_rows = true;
  sums.features.width = 1.5F;
  sums.features.anchors = numbers<float>(2, 3, 0.1);
  sums.features.prepare();
  sums.classes = {0, 5};
  sums.counts = {7, 0};
  sums.squares = numbers<double>(3, 3, 1.1);
  sums.sums = numbers<double>(2, 3, 2.1);
  if (method == TrainingSums::Method::semantic_itq) sums.targets = numbers<double>(2, 4, 3.1);
  return sums;
}

template <typename T>
void expect_equal(const Matrix<T>& a, const Matrix<T>& b) {
  ASSERT_EQ(a.rows(), b.rows());
  ASSERT_EQ(a.columns(), b.columns());
  for (std::int64_t i = 0; i < a.rows() * a.columns(); ++i) EXPECT_EQ(a.data()[i], b.data()[i]);
}

void load(const std::string& path) { (void)load_sums(path); }

TEST(SumsFile, LoadedSumsAreTheSavedOnes) {
  for (const auto method : {TrainingSums::Method::orthant, TrainingSums::Method::semantic_itq}) {
    const TempFolder folder;
    const TrainingSums saved = example(method);
    save_sums(saved, folder.file("s"));
    const TrainingSums loaded = load_sums(folder.file("s"));
    EXPECT_EQ(loaded.method, saved.method);
    EXPECT_EQ(loaded.fingerprint, saved.fingerprint);
    EXPECT_EQ(loaded.ridge, saved.ridge);
    EXPECT_EQ(loaded.rows, saved.rows);
    EXPECT_EQ(loaded.features.dimension, 3);
    EXPECT_TRUE(loaded.features.unit_rows);
    EXPECT_EQ(loaded.features.width, 1.5F);
    EXPECT_EQ(loaded.features.anchor_squares.size(), 2U);
    EXPECT_EQ(loaded.classes, saved.classes);
    EXPECT_EQ(loaded.counts, saved.counts);
    expect_equal(loaded.features.anchors, saved.features.anchors);
    expect_equal(loaded.squares, saved.squares);
    expect_equal(loaded.sums, saved.sums);
    expect_equal(loaded.targets, saved.targets);
    EXPECT_EQ(folder.entries(), 1U);  // no temporary file stays
  }
}

template <typename T>
void put_all(std::string& out, const Matrix<T>& matrix) {
  for (std::int64_t i = 0; i < matrix.rows() * matrix.columns(); ++i) put(out, matrix.data()[i]);
}

// The bytes of docs/file-format.md.
TEST(SumsFile, HasTheLayoutOfTheFormat) {
  TrainingSums sums = example(TrainingSums::Method::semantic_itq);
  sums.features.mean = AlignedBuffer<float>(3);
  for (std::size_t i = 0; i < 3; ++i) sums.features.mean[i] = 0.5F + static_cast<float>(i);
  std::string head;
  put(head, std::uint32_t{1});  // semantic-itq
  put(head, std::uint32_t{3});  // dimension
  put(head, std::uint64_t{0x123456789ABCDEF0});
  put(head, 0.25);              // ridge
  put(head, std::int64_t{7});   // rows
  put(head, std::uint32_t{1});  // unit rows
  put(head, std::uint32_t{1});  // centred
  put(head, std::uint32_t{2});  // anchors
  put(head, 1.5F);              // width
  put(head, std::uint32_t{2});  // classes
  put(head, std::uint32_t{4});  // columns of the targets
  std::string classes;
  for (const std::int32_t number : {0, 5}) put(classes, number);
  for (const std::int64_t rows : {7, 0}) put(classes, rows);
  std::string numbers_of;
  for (const float value : {0.5F, 1.5F, 2.5F}) put(numbers_of, value);
  put_all(numbers_of, numbers<float>(2, 3, 0.1));   // anchors
  put_all(numbers_of, numbers<double>(3, 3, 1.1));  // G
  put_all(numbers_of, numbers<double>(2, 3, 2.1));  // C
  put_all(numbers_of, numbers<double>(2, 4, 3.1));  // targets
  const TempFolder folder;
  save_sums(sums, folder.file("s"));
  EXPECT_EQ(testing::read_bytes(folder.file("s")),
            testing::render({"SUMS", {{"HEAD", head}, {"CLAS", classes}, {"NUMS", numbers_of}}}));
}

TEST(SumsFile, EveryDamageIsRefused) {
  const TempFolder folder;
  save_sums(example(TrainingSums::Method::semantic_itq), folder.file("s"));
  testing::expect_damage_is_refused(testing::read_bytes(folder.file("s")), load);
}

TEST(SumsFile, OtherFilesAreRefusedByName) {
  const TempFolder folder;
  const std::string path = folder.file("m");
  testing::write_bytes(path, testing::render({"MODL", {{"SHAP", ""}, {"NUMS", ""}}}));
  expect_error(ORTHANT_CORRUPT_FILE, "the file is a model, not sums of a training",
               [&] { load(path); });
  expect_error(ORTHANT_IO, "absent", [&] { load(folder.file("absent")); });
}

// Values that a writer would have had to make up, behind right checksums.
TEST(SumsFile, SenselessValuesAreRefused) {
  const TempFolder folder;
  const std::string path = folder.file("s");
  const auto expect_corrupt = [&](auto change, const std::string& complaint) {
    TrainingSums sums = example(TrainingSums::Method::semantic_itq);
    change(sums);
    save_sums(sums, path);
    expect_error(ORTHANT_CORRUPT_FILE, complaint, [&] { load(path); });
  };
  const std::string bounds = "out of its bounds";
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  expect_corrupt([](auto& s) { s.ridge = -1.0; }, bounds);
  expect_corrupt([](auto& s) { s.ridge = kNaN; }, bounds);
  expect_corrupt([](auto& s) { s.rows = -1; }, bounds);
  expect_corrupt([](auto& s) { s.features.width = 0.0F; }, bounds);
  expect_corrupt([](auto& s) { s.method = TrainingSums::Method::orthant; }, bounds);
  expect_corrupt([](auto& s) { s.method = static_cast<TrainingSums::Method>(2); }, bounds);
  expect_corrupt([](auto& s) { s.features.dimension = 2; }, "does not have the length");
  expect_corrupt([](auto& s) { s.classes = {5, 5}; }, "do not ascend");
  expect_corrupt([](auto& s) { s.classes = {-1, 5}; }, "do not ascend");
  expect_corrupt([](auto& s) { s.counts = {8, 0}; }, "more rows of a class");
  expect_corrupt([](auto& s) { s.counts = {1, -1}; }, "more rows of a class");
  const std::int64_t most = std::int64_t{1} << 48;
  const auto rows_of_both = [](TrainingSums& s, std::int64_t rows, std::int64_t second) {
    s.rows = rows;
    s.counts = {rows, second};
  };
  expect_corrupt([&](auto& s) { rows_of_both(s, most + 1, 0); }, bounds);
  expect_corrupt([&](auto& s) { s.rows = std::numeric_limits<std::int64_t>::max(); }, bounds);
  expect_corrupt([](auto& s) { s.counts = {6, 0}; }, "fewer rows in all its classes");
  expect_corrupt([](auto& s) { s.rows = 8; }, "fewer rows in all its classes");
  TrainingSums largest = example(TrainingSums::Method::orthant);
  rows_of_both(largest, most, most);  // each with both labels
  save_sums(largest, path);
  EXPECT_EQ(load_sums(path).rows, most);
  expect_corrupt([](auto& s) { s.squares(1, 1) = kNaN; }, "not finite");
  expect_corrupt([](auto& s) { s.features.anchors(0, 0) = static_cast<float>(kNaN); },
                 "not finite");
}

}  // namespace
}  // namespace orthant
