#include "index/batch.h"

#include <vector>

#include <gtest/gtest.h>

#include "testing/errors.h"

namespace orthant {
namespace {

using testing::expect_error;

void check(const std::vector<std::int64_t>& keys, const std::vector<std::uint64_t>& codes,
           std::int32_t bits, std::int32_t index_bits) {
  check_batch({BatchKind::kAdd, keys, codes.data(), bits}, index_bits);
}

TEST(Batch, RefusesWhatFitsNoIndexAndNamesTheKey) {
  check({}, {}, 3, 3);
  check({5, 4, 3}, {7, 7, 0}, 3, 3);
  expect_error(ORTHANT_INVALID_ARGUMENT, "codes of 4 bits do not fit an index of 3 bits",
               [] { check({5}, {7}, 4, 3); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "code of key -9 has bits set beyond the index's 3 bits",
               [] {
                 check({5, -9}, {7, 8}, 3, 3);
               });
  expect_error(ORTHANT_INVALID_ARGUMENT, "code of key 6 has bits set beyond the index's 65 bits",
               [] {
                 check({5, 6}, {8, 1, 8, 2}, 65, 65);
               });
  for (const auto& keys : {std::vector<std::int64_t>{1, 7, 7}, {7, 1, 7}, {7, 7, 1}}) {
    expect_error(ORTHANT_INVALID_ARGUMENT, "key 7 stands twice", [&] {
      check(keys, {0, 0, 0}, 3, 3);
    });
    expect_error(ORTHANT_INVALID_ARGUMENT, "key 7 stands twice", [&] {
      check_batch({BatchKind::kRemove, keys, nullptr, 0}, 3);
    });
  }
}

TEST(Batch, HasABound) {
  std::vector<std::int64_t> keys(static_cast<std::size_t>(kMostBatchRows) + 1);
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = static_cast<std::int64_t>(i);
  const Batch all{BatchKind::kRemove, keys, nullptr, 0};
  expect_error(ORTHANT_INVALID_ARGUMENT, "a batch of 1048577 rows; the bound is 1048576",
               [&] { check_batch(all, 3); });
  keys.pop_back();
  check_batch({BatchKind::kRemove, keys, nullptr, 0}, 3);
}

}  // namespace
}  // namespace orthant
