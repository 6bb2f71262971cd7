#include "store/model_file.h"

#include <algorithm>
#include <bit>
#include <limits>

#include <gtest/gtest.h>

#include "data/packed_codes.h"
#include "encode/batch_encoder.h"
#include "encode/semantic_encoder.h"
#include "store/released_model.h"
#include "testing/damage.h"
#include "testing/errors.h"
#include "testing/models.h"
#include "testing/section_bytes.h"
#include "testing/temp_folder.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::put;
using testing::TempFolder;

void load(const std::string& path) { (void)load_model(path); }

void expect_round_trip(Rng& rng, HashModel model) {
  const TempFolder folder;
  model.prepare();
  model.provenance +=
      "key=\xC2\x80 \xDF\xBF \xE0\xA0\x80 \xEF\xBF\xBF \xF0\x90\x80\x80 \xF4\x8F\xBF\xBF\n";
  save_model(model, folder.file("a"));
  const auto loaded = load_model(folder.file("a"));
  save_model(*loaded, folder.file("b"));
  EXPECT_EQ(testing::read_bytes(folder.file("a")), testing::read_bytes(folder.file("b")));
  EXPECT_EQ(loaded->provenance, model.provenance);

  const Matrix<float> x = testing::random_matrix(rng, 100, 12);
  const PackedCodes before = encode_all(model, x.view(), 1);
  const PackedCodes after = encode_all(*loaded, x.view(), 2);
  EXPECT_TRUE(std::equal(before.data(), before.row(100), after.data()));

  const Matrix<float> names = testing::random_matrix(rng, 6, 5);
  PackedCodes named(6, 78);
  PackedCodes named_after(6, 78);
  encode_semantics(model, names.view(), named.data(), nullptr);
  encode_semantics(*loaded, names.view(), named_after.data(), nullptr);
  EXPECT_TRUE(std::equal(named.data(), named.row(6), named_after.data()));
}

TEST(ModelFile, ALoadedModelEncodesTheSameAndSavesTheSameBytes) {
  Rng rng(1);
  expect_round_trip(rng, testing::full_model(rng, 12, 70, 5));
  expect_round_trip(rng, testing::network_model(rng, 12, 70, 5));
  HashModel offsets = testing::full_model(rng, 12, 70, 5);
  offsets.groups[0].offset = testing::random_vector(rng, 5);
  expect_round_trip(rng, std::move(offsets));
}

TEST(ModelFile, KeepsThePrecision) {
  const TempFolder folder;
  Rng rng(5);
  const HashModel model = testing::network_model(rng, 12, 70, 5);
  const Matrix<float> x = testing::random_matrix(rng, 100, 12);
  for (const Precision precision : {Precision::bf16, Precision::int8}) {
    const auto narrow = model.with_precision(precision);
    save_model(*narrow, folder.file("a"));
    const auto loaded = load_model(folder.file("a"));
    EXPECT_EQ(loaded->precision, precision);
    EXPECT_EQ(loaded->provenance, narrow->provenance);
    save_model(*loaded, folder.file("b"));
    EXPECT_EQ(testing::read_bytes(folder.file("a")), testing::read_bytes(folder.file("b")));
    const PackedCodes before = encode_all(*narrow, x.view(), 1);
    const PackedCodes after = encode_all(*loaded, x.view(), 1);
    EXPECT_TRUE(std::equal(before.data(), before.row(100), after.data()));
  }
}

TEST(ModelFile, ReadsTheFileOfAReleaseWithoutLayers) {
  const TempFolder folder;
  const std::string bytes(testing::kReleasedModel.begin(), testing::kReleasedModel.end());
  testing::write_bytes(folder.file("released"), bytes);
  const auto model = load_model(folder.file("released"));
  EXPECT_EQ(model->provenance, "method=test\nseed=7\n");
  EXPECT_EQ(model->bits(), 12);
  EXPECT_EQ(model->groups[1].features.anchors.rows(), 6);
  EXPECT_EQ(model->semantics.dimension(), 6);
  const float x[] = {0.25F, -1.0F, 0.5F};
  const PackedCodes code = encode_all(*model, {x, 1, 3}, 1);
  const std::vector<double> values = testing::naive_values(*model, x);
  for (std::size_t bit = 0; bit < 12; ++bit) {
    EXPECT_GT(std::fabs(values[bit]), 1e-3);
    EXPECT_EQ(testing::bit_of(code.data(), bit), values[bit] > 0.0) << bit;
  }
  save_model(*model, folder.file("again"));
  EXPECT_EQ(testing::read_bytes(folder.file("again")), bytes);
}

TEST(ModelFile, HoldsEveryPartOfAModel) {
  const TempFolder folder;
  Rng rng(2);
  const std::string path = folder.file("m");
  save_model(testing::full_model(rng, 3, 4, 6), path);
  const auto model = load_model(path);
  EXPECT_EQ(model->dimension, 3);
  ASSERT_EQ(model->groups.size(), 3U);
  EXPECT_EQ(model->groups[1].role, BitRole::semantic);
  EXPECT_TRUE(model->groups[1].features.unit_rows);
  EXPECT_EQ(model->groups[1].features.mean.size(), 0U);
  EXPECT_EQ(model->groups[1].features.anchors.rows(), 6);
  EXPECT_EQ(model->groups[1].features.width, 6.0F);
  EXPECT_FALSE(model->groups[2].features.unit_rows);
  EXPECT_EQ(model->groups[2].features.mean.size(), 3U);
  EXPECT_TRUE(model->semantics.unit_rows);
  EXPECT_EQ(model->semantics.basis.rows(), 2);
  EXPECT_EQ(model->semantics.dimension(), 6);
  save_model(testing::linear_model(rng, 2, 1024), path);
  EXPECT_EQ(load_model(path)->bits(), 1024);
  EXPECT_EQ(load_model(path)->semantics.dimension(), 0);
}

// Arrays of consecutive numbers, in the order in which they are made.
class Counting {
 public:
  AlignedBuffer<float> vector(std::size_t count) {
    AlignedBuffer<float> values(count);
    for (float& value : values) value = next();
    return values;
  }
  Matrix<float> matrix(std::int64_t rows, std::int64_t columns) {
    Matrix<float> values(rows, columns);
    for (std::int64_t i = 0; i < rows * columns; ++i) values.data()[i] = next();
    return values;
  }
  // The numbers up to the last one that was given out.
  [[nodiscard]] std::string bytes() const {
    std::string bytes;
    for (Counting again; again.last_ < last_;) put(bytes, again.next());
    return bytes;
  }

 private:
  float next() { return last_ += 0.5F; }

  float last_ = 0.0F;
};

// A network with every section, its numbers in the order of the format.
HashModel counting_network(Counting& numbers) {
  HashModel model;
  model.dimension = 2;
  model.groups.resize(2);
  BitGroup& visual = model.groups[0];
  visual.features.dimension = 2;
  visual.features.mean = numbers.vector(2);
  visual.features.anchors = numbers.matrix(3, 2);
  visual.features.width = 1.5F;
  Matrix<float> weights = numbers.matrix(5, 4);
  visual.features.layers.push_back({std::move(weights), numbers.vector(5), Activation::relu});
  visual.features.layers.push_back({numbers.matrix(1, 5), {}, Activation::tanh});
  visual.projection = numbers.matrix(2, 1);
  visual.offset = numbers.vector(2);
  BitGroup& semantic = model.groups[1];
  semantic.role = BitRole::semantic;
  semantic.features.dimension = 2;
  semantic.features.unit_rows = true;
  semantic.projection = numbers.matrix(1, 2);
  model.semantics.unit_rows = true;
  model.semantics.mean = numbers.vector(3);
  Matrix<float> names = numbers.matrix(2, 3);
  model.semantics.layers.push_back({std::move(names), numbers.vector(2), Activation::identity});
  model.semantics.map = numbers.matrix(1, 2);
  model.semantics.offset = numbers.vector(1);
  model.semantics.basis = numbers.matrix(2, 3);
  model.provenance = "method=test\n";
  return model;
}

std::string fields(std::initializer_list<std::uint32_t> values) {
  std::string bytes;
  for (const std::uint32_t value : values) put(bytes, value);
  return bytes;
}

// The bytes of docs/file-format.md.
TEST(ModelFile, HasTheLayoutOfTheFormat) {
  const TempFolder folder;
  Counting numbers;
  const HashModel model = counting_network(numbers);
  const std::uint32_t width = std::bit_cast<std::uint32_t>(1.5F);
  const std::string shapes = fields({2, 2, 3, 1, 3, 2,        // the model and its semantic map
                                     0, 2, 3, width, 2,       // the visual bits
                                     1, 1, 0, 0, 1});         // the semantic ones
  const std::string layers = fields({1, 2, 5, 1, 1, 1, 2, 0,  // the visual bits
                                     0, 0,                    // the semantic ones
                                     1, 1, 2, 0, 1});         // the semantic map
  for (const std::uint32_t number : {0U, 1U, 2U}) {
    const auto made = model.with_precision(static_cast<Precision>(number));
    save_model(*made, folder.file("m"));
    testing::RawFile file = {"MODL",
                             {{"SHAP", shapes}, {"LAYR", layers}, {"NUMS", numbers.bytes()}}};
    if (number > 0) file.sections.push_back({"PREC", fields({number})});
    file.sections.push_back({"PROV", made->provenance});
    EXPECT_EQ(testing::read_bytes(folder.file("m")), testing::render(file)) << number;
  }
}

TEST(ModelFile, EveryDamageIsRefused) {
  const TempFolder folder;
  Rng rng(3);
  save_model(testing::full_model(rng, 2, 2, 3), folder.file("m"));
  testing::expect_damage_is_refused(testing::read_bytes(folder.file("m")), load);
  const HashModel network = testing::network_model(rng, 2, 2, 3);
  save_model(*network.with_precision(Precision::int8), folder.file("m"));
  testing::expect_damage_is_refused(testing::read_bytes(folder.file("m")), load);
}

TEST(ModelFile, WhatCannotBeWrittenLeavesTheOldFile) {
  const TempFolder folder;
  Rng rng(4);
  save_model(testing::linear_model(rng, 2, 3), folder.file("m"));
  const std::string before = testing::read_bytes(folder.file("m"));
  expect_error(ORTHANT_IO, "No such file or directory",
               [&] { save_model(testing::linear_model(rng, 2, 3), folder.file("no/m")); });
  expect_error(ORTHANT_IO, "it is a folder",
               [&] { save_model(testing::linear_model(rng, 2, 3), folder.path().string()); });
  EXPECT_EQ(testing::read_bytes(folder.file("m")), before);
  EXPECT_EQ(folder.entries(), 1U);
}

// The fields of section SHAP for one group without anchors, and floats to go with them.
struct Shape {
  std::uint32_t dimension = 2;
  std::uint32_t groups = 1;
  std::uint32_t semantic_flags = 0;
  std::uint32_t semantic_rows = 0;
  std::uint32_t semantic_columns = 0;
  std::uint32_t basis_rows = 0;
  std::uint32_t role = 0;
  std::uint32_t flags = 0;
  std::uint32_t anchors = 0;
  std::uint32_t width = 0;
  std::uint32_t bits = 3;
  std::size_t floats = 6;
  float value = 0.5F;
  std::string provenance = "a=b\n";
  std::vector<std::uint32_t> layers = {};  // the fields of section LAYR; none: no such section
  std::string precision = {};              // section PREC, likewise
};

std::string rendered(const Shape& s) {
  std::string shape;
  for (const std::uint32_t field :
       {s.dimension, s.groups, s.semantic_flags, s.semantic_rows, s.semantic_columns, s.basis_rows,
        s.role, s.flags, s.anchors, s.width, s.bits}) {
    put(shape, field);
  }
  std::string numbers;
  for (std::size_t i = 0; i < s.floats; ++i) put(numbers, std::bit_cast<std::uint32_t>(s.value));
  std::string layers;
  for (const std::uint32_t field : s.layers) put(layers, field);
  testing::RawFile file = {"MODL", {{"SHAP", shape}}};
  if (!layers.empty()) file.sections.push_back({"LAYR", layers});
  file.sections.push_back({"NUMS", numbers});
  if (!s.precision.empty()) file.sections.push_back({"PREC", s.precision});
  file.sections.push_back({"PROV", s.provenance});
  return testing::render(file);
}

// Section LAYR of one group with layers of one column.
std::vector<std::uint32_t> narrow_layers(std::uint32_t count) {
  std::vector<std::uint32_t> fields = {0, count};
  for (std::uint32_t l = 0; l < count; ++l) fields.insert(fields.end(), {1, 0, 0});
  fields.insert(fields.end(), {0, 0});
  return fields;
}

TEST(ModelFile, RefusesWholeFilesThatDescribeNoModel) {
  const TempFolder folder;
  const std::string path = folder.file("m");
  constexpr std::uint32_t kMost = std::numeric_limits<std::uint32_t>::max();
  ASSERT_EQ(testing::complaint_about(path, rendered({}), load), "");
  const Shape network = {.floats = 27, .layers = {1, 1, 4, 2, 1, 0, 0}};
  ASSERT_EQ(testing::complaint_about(path, rendered(network), load), "");
  const Shape deep = {.floats = 68, .layers = narrow_layers(64)};
  ASSERT_EQ(testing::complaint_about(path, rendered(deep), load), "");
  const Shape narrow = {.precision = std::string("\2\0\0\0", 4)};
  ASSERT_EQ(testing::complaint_about(path, rendered(narrow), load), "");
  const std::pair<const char*, Shape> shapes[] = {
      {"dimension is 0", {.dimension = 0, .floats = 0}},
      {"claims 2 bit groups", {.groups = 2}},
      {"claims 0 bit groups", {.groups = 0}},
      {"has no bits", {.bits = 0, .floats = 0}},
      {"call for", {.bits = 1025, .floats = 2050}},
      {"call for", {.floats = 5}},
      {"call for", {.floats = 7}},
      {"call for", {.dimension = kMost}},
      {"call for", {.semantic_rows = kMost, .semantic_columns = kMost}},
      {"call for", {.semantic_columns = 1U << 30, .basis_rows = kMost}},
      {"call for", {.dimension = 1U << 30, .anchors = kMost - 1, .bits = 1024}},
      {"call for", {.anchors = kMost}},
      {"has anchors that are not finite",
       {.anchors = 1, .width = 0x3F800000U, .floats = 8, .value = 1.0F / 0.0F}},
      {"width 0", {.anchors = 1, .width = 0, .floats = 8}},
      {"width nan", {.anchors = 1, .width = 0x7FC00000U, .floats = 8}},
      {"flags that mean nothing", {.flags = 4}},
      {"flags that mean nothing", {.semantic_flags = 8}},
      {"role 2", {.role = 2}},
      {"not finite", {.value = std::numeric_limits<float>::quiet_NaN()}},
      {"1 rows for 0 semantic", {.semantic_rows = 1, .semantic_columns = 2, .floats = 8}},
      {"no rows", {.semantic_columns = 2}},
      {"precision 0", {.precision = std::string(4, '\0')}},
      {"precision 3", {.precision = std::string("\3\0\0\0", 4)}},
      {"precision 4294967295", {.precision = "\xFF\xFF\xFF\xFF"}},
      {"no possible length", {.precision = std::string("\2\0\0", 3)}},
      {"65537 columns",
       {.dimension = 65537, .bits = 1, .floats = 65537, .precision = std::string("\2\0\0\0", 4)}},
      {"neither a layer nor an offset", {.layers = {0, 0, 0, 0}}},
      {"ends within a group", {.layers = {0, 0, 0}}},
      {"nothing describes", {.floats = 9, .layers = {1, 0, 0, 0, 0}}},
      {"claims 2 layers", {.layers = {0, 2, 4, 0, 0, 0, 0}}},
      {"claims 4294967295 layers", {.layers = {0, kMost, 4, 0, 0, 0, 0}}},
      {"claims 65 layers in a row, more than 64", {.floats = 69, .layers = narrow_layers(65)}},
      {"flags that mean nothing", {.floats = 9, .layers = {2, 0, 0, 0}}},
      {"flags that mean nothing", {.layers = {0, 1, 4, 0, 3, 0, 0}}},
      {"call for", {.layers = {1, 0, 0, 0}}},
      {"call for", {.floats = 6, .layers = {0, 1, 4, 0, 0, 0, 0}}},
      {"call for", {.floats = 20, .layers = {0, 1, kMost, 0, 0, 0, 0}}},
      {"call for", {.floats = 20, .layers = {0, 2, 1U << 30, 0, 0, 1U << 30, 0, 0, 0, 0}}},
      {"without columns", {.floats = 0, .layers = {0, 1, 0, 0, 0, 0, 0}}},
      {"activation 3", {.floats = 20, .layers = {0, 1, 4, 3, 0, 0, 0}}},
      {"but no rows", {.layers = {0, 0, 0, 1, 0, 0, 0}}},
      {"zero byte", {.provenance = std::string("a\0b", 3)}},
      {"not UTF-8", {.provenance = "a\xFF"}},
      {"not UTF-8", {.provenance = "\xBF"}},              // continues nothing
      {"not UTF-8", {.provenance = "\xE2\x82"}},          // ends within a character
      {"not UTF-8", {.provenance = "\xC0\x80"}},          // overlong
      {"not UTF-8", {.provenance = "\xE0\x9F\xBF"}},      // overlong
      {"not UTF-8", {.provenance = "\xED\xA0\x80"}},      // a surrogate
      {"not UTF-8", {.provenance = "\xF4\x90\x80\x80"}},  // above U+10FFFF
  };
  for (const auto& [complaint, shape] : shapes) {
    const std::string message = testing::complaint_about(path, rendered(shape), load);
    EXPECT_NE(message.find(complaint), std::string::npos)
        << "expected '" << complaint << "' in '" << message << "'";
  }
}

}  // namespace
}  // namespace orthant
