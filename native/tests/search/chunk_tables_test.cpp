#include "search/chunk_tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "search/table_data.h"
#include "testing/errors.h"

namespace orthant {
namespace {

using testing::codes_of_kind;

// Each code stands once, in the bucket of its value, with its number, in order of numbers.
void expect_sound(const ChunkTables& tables, const PackedCodes& codes) {
  for (std::int32_t t = 0; t < tables.tables(); ++t) {
    const ChunkTable& table = tables.table(t);
    const std::uint32_t values = 1U << table.chunk().width;
    ASSERT_EQ(table.begins()[0], 0U);
    ASSERT_EQ(table.begins()[values], codes.rows());
    std::vector<bool> seen(static_cast<std::size_t>(codes.rows()));
    for (std::uint32_t v = 0; v < values; ++v) {
      for (std::uint32_t i = table.begins()[v]; i < table.begins()[v + 1]; ++i) {
        const std::uint32_t group = table.groups()[i];
        ASSERT_FALSE(seen[group]);
        seen[group] = true;
        ASSERT_EQ(value_of(table.chunk(), codes.row(group)), v);
        ASSERT_TRUE(std::equal(codes.row(group), codes.row(group) + codes.words(),
                               table.codes() + std::int64_t{i} * codes.words()));
        if (i > table.begins()[v]) {
          ASSERT_LT(table.groups()[i - 1], group);
        }
      }
    }
  }
}

TEST(ChunkTables, HoldEachCodeOnceInTheBucketOfItsValue) {
  Rng rng(1);
  for (const char* kind : {"uniform", "clustered", "skewed", "equal"}) {
    for (const std::int64_t rows : {0, 1, 2, 3000}) {
      for (const std::int32_t bits : {1, 5, 64, 100, 256}) {
        const PackedCodes codes = codes_of_kind(kind, rng, rows, bits);
        for (const std::int32_t chunks : {0, 1, 3, 17}) {
          if (chunks > bits) continue;
          const ChunkTables tables(codes, chunks, Parallel(2));
          if (chunks > 0) {
            ASSERT_EQ(tables.tables(), chunks);
          }
          ASSERT_GE(tables.tables(), 1);
          expect_sound(tables, codes);
        }
      }
    }
  }
}

TEST(ChunkTables, TakeTheMemoryOfTheFormula) {
  Rng rng(2);
  for (const std::int32_t bits : {64, 128, 200}) {
    const PackedCodes codes = codes_of_kind("uniform", rng, 50'000, bits);
    const ChunkTables tables(codes, 0, Parallel(2));
    std::int64_t formula = codes.rows() * (8 * codes.words() + 4) * tables.tables();
    for (std::int32_t t = 0; t < tables.tables(); ++t) {
      formula += std::int64_t{4} << tables.table(t).chunk().width;
    }
    EXPECT_NEAR(static_cast<double>(tables.bytes()), static_cast<double>(formula),
                0.01 * static_cast<double>(formula));
  }
}

TEST(ChunkTables, AreTheSameAtAnyNumberOfThreads) {
  Rng rng(3);
  const PackedCodes codes = codes_of_kind("clustered", rng, 30'000, 64);
  const ChunkTables one(codes, 0, Parallel(1));
  const ChunkTables four(codes, 0, Parallel(4));
  ASSERT_EQ(one.tables(), four.tables());
  for (std::int32_t t = 0; t < one.tables(); ++t) {
    ASSERT_EQ(one.table(t).chunk().first, four.table(t).chunk().first);
    ASSERT_EQ(one.table(t).chunk().width, four.table(t).chunk().width);
    EXPECT_TRUE(std::equal(one.table(t).groups(), one.table(t).groups() + codes.rows(),
                           four.table(t).groups()));
  }
}

TEST(ChunkTables, ExpectWhatTheCodesMeet) {
  Rng rng(4);
  const PackedCodes codes = codes_of_kind("uniform", rng, 40'000, 40);
  const ChunkTables tables(codes, 4, Parallel(1));
  for (std::int32_t t = 0; t < 4; ++t) {
    const std::int32_t width = tables.table(t).chunk().width;
    double probes = 0;
    for (std::int32_t s = 0; s <= width; ++s) {
      probes += tables.unit(t, s).probes;
      const double even = 40'000 * shell_size(width, s) / (1 << width);
      if (even > 1000) {
        EXPECT_NEAR(tables.unit(t, s).codes, even, 0.3 * even);
      }
    }
    EXPECT_EQ(probes, 1 << width);
    EXPECT_NEAR(tables.unit(t, 0).codes, 40'000.0 / (1 << width) + 1, 1.0);
  }
}

TEST(ChunkTables, RefuseShapesThatCannotBe) {
  Rng rng(5);
  const PackedCodes codes = codes_of_kind("uniform", rng, 10, 64);
  const auto refuse_number = [&](std::int32_t chunks, const char* part) {
    testing::expect_error(ORTHANT_INVALID_ARGUMENT, part,
                          [&] { ChunkTables(codes, chunks, Parallel(1)); });
  };
  refuse_number(-1, "got -1");
  refuse_number(65, "got 65");
  const auto refuse_chunks = [&](const std::vector<Chunk>& chunks, const char* part) {
    testing::expect_error(ORTHANT_INVALID_ARGUMENT, part,
                          [&] { ChunkTables(codes, chunks, Parallel(1)); });
  };
  refuse_chunks({{0, 8}, {7, 8}}, "from bit 7 on");
  refuse_chunks({{0, 27}}, "27 bits");
  refuse_chunks({{0, 0}}, "of 0 bits");
  refuse_chunks({{50, 15}}, "from bit 50 on");
  refuse_chunks({{-1, 5}}, "from bit -1 on");
}

}  // namespace
}  // namespace orthant
