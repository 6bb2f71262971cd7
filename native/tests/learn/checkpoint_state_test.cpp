#include "learn/checkpoint_state.h"

#include <gtest/gtest.h>

#include <limits>

#include "testing/errors.h"

namespace orthant {
namespace {

using testing::expect_error;

struct Fields {
  explicit Fields(std::int64_t rows) : floats(rows, 2), doubles(1, rows) {}
  void visit(State& state) {
    state.field("floats", floats);
    state.field("doubles", doubles);
    state.field("none", none);
    state.field("number", number);
    state.field("integer", integer, std::numeric_limits<std::int64_t>::min(), 7);
    state.field("flag", flag);
  }
  Matrix<float> floats;
  Matrix<double> doubles;
  Matrix<double> none;
  double number = 0.0;
  std::int64_t integer = 0;
  bool flag = false;
};

std::vector<CheckpointField> written(Fields& fields) {
  StateWriter writer;
  fields.visit(writer);
  return writer.take();
}

TEST(CheckpointState, WhatIsWrittenReadsBack) {
  Fields from(3);
  for (std::int64_t i = 0; i < 6; ++i) from.floats.data()[i] = static_cast<float>(i) + 0.5F;
  for (std::int64_t i = 0; i < 3; ++i) from.doubles.data()[i] = 1.0 / static_cast<double>(i + 3);
  from.number = std::numeric_limits<double>::denorm_min();
  from.integer = std::numeric_limits<std::int64_t>::min();
  from.flag = true;
  const std::vector<CheckpointField> fields = written(from);
  EXPECT_EQ(fields.size(), 6U);
  Fields to(3);
  StateReader reader(fields);
  to.visit(reader);
  reader.finish();
  for (std::int64_t i = 0; i < 6; ++i) EXPECT_EQ(to.floats.data()[i], from.floats.data()[i]);
  for (std::int64_t i = 0; i < 3; ++i) EXPECT_EQ(to.doubles.data()[i], from.doubles.data()[i]);
  EXPECT_EQ(to.number, from.number);
  EXPECT_EQ(to.integer, from.integer);
  EXPECT_TRUE(to.flag);
}

TEST(CheckpointState, OtherFieldsAreRefusedByName) {
  Fields from(3);
  const std::vector<CheckpointField> fields = written(from);
  Fields larger(4);
  expect_error(ORTHANT_CORRUPT_FILE, "\"floats\" is 3 x 2, not 4 x 2", [&] {
    StateReader reader(fields);
    larger.visit(reader);
  });
  expect_error(ORTHANT_CORRUPT_FILE, "\"floats\" in the place of \"others\"", [&] {
    StateReader reader(fields);
    reader.field("others", larger.floats);
  });
  expect_error(ORTHANT_CORRUPT_FILE, "\"floats\" in the place of \"floats\"", [&] {
    StateReader reader(fields);
    reader.field("floats", larger.doubles);  // the same name, another kind
  });
  expect_error(ORTHANT_CORRUPT_FILE, "it has more, \"doubles\"", [&] {
    StateReader reader(fields);
    reader.field("floats", from.floats);
    reader.finish();
  });
  expect_error(ORTHANT_CORRUPT_FILE, "lacks \"floats\"", [&] {
    const std::vector<CheckpointField> none;
    StateReader reader(none);
    reader.field("floats", from.floats);
  });
}

TEST(CheckpointState, IntegersOutOfTheirBoundsAreRefused) {
  Fields from(1);
  from.integer = 8;
  const std::vector<CheckpointField> fields = written(from);
  expect_error(ORTHANT_CORRUPT_FILE, "\"integer\" is 8, not between", [&] {
    StateReader reader(fields);
    from.visit(reader);
  });
  std::int64_t two = 2;
  StateWriter writer;
  writer.field("flag", two, 0, 2);
  const std::vector<CheckpointField> flags = writer.take();
  expect_error(ORTHANT_CORRUPT_FILE, "\"flag\" is 2, not between 0 and 1", [&] {
    StateReader reader(flags);
    reader.field("flag", from.flag);
  });
}

}  // namespace
}  // namespace orthant
