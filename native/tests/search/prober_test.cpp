// Searches through tables against naive ones: equal answers, no code twice, nothing unseen within
// what is proved.
#include "search/prober.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "search/table_data.h"

namespace orthant {
namespace {

using testing::codes_of_kind;
using testing::flip_some;
using testing::naive_distance;
using testing::random_codes;

using Neighbour = std::pair<std::int32_t, std::uint32_t>;  // distance, group

struct Query {
  std::vector<std::uint64_t> code;
  std::vector<std::uint64_t> mask;  // empty: none
  [[nodiscard]] const std::uint64_t* mask_or_null() const {
    return mask.empty() ? nullptr : mask.data();
  }
};

std::vector<Neighbour> naive_neighbours(const PackedCodes& codes, const Query& query) {
  std::vector<Neighbour> all;
  for (std::int64_t i = 0; i < codes.rows(); ++i) {
    all.emplace_back(
        naive_distance(codes.row(i), query.code.data(), codes.words(), query.mask_or_null()),
        static_cast<std::uint32_t>(i));
  }
  std::sort(all.begin(), all.end());
  return all;
}

// The largest distance at which an unseen code could be among the k nearest.
std::int32_t bound_of(std::vector<Neighbour>& seen, std::size_t k, std::int32_t bits) {
  if (seen.size() < k) return bits;
  std::sort(seen.begin(), seen.end());
  return seen[k - 1].first;
}

class Search {
 public:
  Search(Prober& prober, const PackedCodes& codes, Query query)
      : prober_(prober),
        bits_(codes.bits()),
        query_(std::move(query)),
        naive_(naive_neighbours(codes, query_)),
        found_(static_cast<std::size_t>(codes.rows()) + 1) {}

  void expect_nearest(std::size_t k, std::int64_t room) {
    std::vector<Neighbour> seen;
    prober_.start(query_.code.data(), query_.mask_or_null());
    if (!prober_.usable()) return;
    std::int32_t bound = bits_;
    while (prober_.proved() < bound && !prober_.done()) {
      step(bound, room, seen);
      bound = bound_of(seen, k, bits_);
      expect_honest(bound, seen);
    }
    std::sort(seen.begin(), seen.end());
    expect_once(seen);
    seen.resize(std::min(k, naive_.size()));
    ASSERT_TRUE(std::equal(seen.begin(), seen.end(), naive_.begin())) << "k = " << k;
  }

  void expect_within(std::int32_t radius, std::int64_t room) {
    std::vector<Neighbour> seen;
    prober_.start(query_.code.data(), query_.mask_or_null());
    if (!prober_.usable()) return;
    while (prober_.proved() < radius && !prober_.done()) step(radius, room, seen);
    std::sort(seen.begin(), seen.end());
    expect_once(seen);
    const auto end =
        std::upper_bound(naive_.begin(), naive_.end(), Neighbour{radius, ~std::uint32_t{0}});
    ASSERT_EQ(seen.size(), static_cast<std::size_t>(end - naive_.begin())) << "radius " << radius;
    ASSERT_TRUE(std::equal(seen.begin(), seen.end(), naive_.begin()));
  }

 private:
  void step(std::int32_t bound, std::int64_t room, std::vector<Neighbour>& seen) {
    const std::int32_t before = prober_.proved();
    const std::int64_t count = prober_.step(bound, found_.data(), room);
    ASSERT_GE(count, 0);
    ASSERT_LE(count, room);
    ASSERT_GE(prober_.proved(), before);
    for (std::int64_t i = 0; i < count; ++i) {
      const Prober::Found& found = found_[static_cast<std::size_t>(i)];
      ASSERT_LE(found.distance, bound);
      seen.emplace_back(found.distance, found.group);
    }
  }

  // All codes within min(proved, bound) have been seen.
  void expect_honest(std::int32_t bound, const std::vector<Neighbour>& seen) {
    const std::int32_t certain = std::min(prober_.proved(), bound);
    const auto near = [&](const Neighbour& n) { return n.first <= certain; };
    ASSERT_EQ(std::count_if(seen.begin(), seen.end(), near),
              std::count_if(naive_.begin(), naive_.end(), near))
        << "proved " << certain;
  }

  static void expect_once(const std::vector<Neighbour>& sorted) {
    ASSERT_EQ(std::adjacent_find(sorted.begin(), sorted.end()), sorted.end());
  }

  Prober& prober_;
  std::int32_t bits_;
  Query query_;
  std::vector<Neighbour> naive_;
  std::vector<Prober::Found> found_;
};

// One of the codes, some bits flipped; or a random one.
Query query_near(const PackedCodes& codes, Rng& rng, double flips) {
  Query query;
  query.code = random_codes(rng, 1, codes.bits());
  if (codes.rows() > 0) {
    const auto row = static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(codes.rows())));
    std::copy_n(codes.row(row), codes.words(), query.code.begin());
  }
  flip_some(rng, query.code.data(), codes.bits(), flips);
  return query;
}

std::vector<std::uint64_t> mask_of(std::int32_t bits, std::int32_t first, std::int32_t end) {
  std::vector<std::uint64_t> mask(static_cast<std::size_t>(words_for(bits)));
  for (std::int32_t bit = first; bit < end; ++bit) testing::flip(mask.data(), bit);
  return mask;
}

TEST(Prober, FindsTheNearestAndTheNear) {
  Rng rng(1);
  for (const char* kind : {"uniform", "clustered", "skewed", "equal"}) {
    for (const std::int64_t rows : {0, 1, 2, 300}) {
      for (const std::int32_t bits : {1, 7, 33, 64, 65, 128, 190, 256, 1000, 1024}) {
        const PackedCodes codes = codes_of_kind(kind, rng, rows, bits);
        for (const std::int32_t chunks : {0, 1, 2, 5, 16, bits}) {
          if (chunks > bits) continue;
          const auto tables = std::make_shared<const ChunkTables>(codes, chunks, Parallel(1));
          Prober prober(tables);
          Search search(prober, codes, query_near(codes, rng, 0.1));
          search.expect_nearest(1, 1);
          search.expect_nearest(10, 7);
          search.expect_nearest(300, 301);
          search.expect_within(0, 100);
          search.expect_within(bits / 5, 1);
          search.expect_within(bits / 2, 1000);
          search.expect_within(bits, 33);
          if (HasFatalFailure()) {
            FAIL() << rows << ' ' << kind << " codes of " << bits << " bits, " << chunks
                   << " chunks";
          }
        }
      }
    }
  }
}

TEST(Prober, IsExactOnManyCodes) {
  Rng rng(2);
  for (const char* kind : {"uniform", "clustered", "skewed", "equal"}) {
    for (const std::int32_t bits : {20, 64, 100}) {
      const PackedCodes codes = codes_of_kind(kind, rng, 50'000, bits);
      const auto tables = std::make_shared<const ChunkTables>(codes, 0, Parallel(2));
      Prober prober(tables);
      for (int i = 0; i < 4; ++i) {
        Search search(prober, codes, query_near(codes, rng, 0.05 * i));
        search.expect_nearest(10, 4096);
        search.expect_within(bits / 6, 4096);
        ASSERT_FALSE(HasFatalFailure()) << kind << ' ' << bits;
      }
    }
  }
}

TEST(Prober, ServesMasksThatHoldChunks) {
  Rng rng(3);
  for (const char* kind : {"uniform", "clustered"}) {
    for (const std::int32_t bits : {40, 64, 130}) {
      const PackedCodes codes = codes_of_kind(kind, rng, 2000, bits);
      const auto tables =
          std::make_shared<const ChunkTables>(codes, cut(codes.bits(), 4, 10), Parallel(1));
      Prober prober(tables);
      const std::int32_t quarter = bits / 4;
      for (const auto& [first, end] : std::vector<std::pair<std::int32_t, std::int32_t>>{
               {0, bits}, {0, 2 * quarter + 3}, {quarter - 1, bits}, {2, quarter + 9}, {0, 0}}) {
        Query query = query_near(codes, rng, 0.1);
        query.mask = mask_of(bits, first, end);
        prober.start(query.code.data(), query.mask.data());
        EXPECT_EQ(end - first >= quarter + 10, prober.usable());
        Search search(prober, codes, query);
        search.expect_nearest(10, 50);
        search.expect_within(quarter / 2, 50);
        search.expect_within(bits, 50);
        query.mask.clear();  // and without a mask again
        Search(prober, codes, query).expect_nearest(5, 50);
        ASSERT_FALSE(HasFatalFailure()) << kind << ' ' << bits << ' ' << first << ' ' << end;
      }
    }
  }
}

TEST(Prober, FindsNothingWhereNoChunkIsInsideTheMask) {
  Rng rng(4);
  const PackedCodes codes = codes_of_kind("uniform", rng, 100, 64);
  const auto tables =
      std::make_shared<const ChunkTables>(codes, cut(codes.bits(), 4, 10), Parallel(1));
  Prober prober(tables);
  Query query = query_near(codes, rng, 0);
  query.mask = {0x1};
  prober.start(query.code.data(), query.mask.data());
  EXPECT_FALSE(prober.usable());
  EXPECT_EQ(prober.proved(), -1);
  Prober::Found found{};
  EXPECT_EQ(prober.step(64, &found, 1), 0);
}

TEST(Prober, TakesAnOvercrowdedBucketInPieces) {
  Rng rng(5);
  const PackedCodes codes = codes_of_kind("equal", rng, 20'000, 64);
  const auto tables = std::make_shared<const ChunkTables>(
      codes, std::vector<Chunk>{{0, 16}, {16, 16}}, Parallel(1));  // both in the equal half
  Prober prober(tables);
  Search search(prober, codes, query_near(codes, rng, 0.02));
  search.expect_nearest(10, 4096);
  search.expect_within(20, 64);
}

TEST(Prober, LeavesTheOvercrowdedTableForLast) {
  Rng rng(6);
  const PackedCodes codes = codes_of_kind("equal", rng, 20'000, 64);
  const auto tables =
      std::make_shared<const ChunkTables>(codes, cut(codes.bits(), 4, 10), Parallel(1));
  Prober prober(tables);
  const Query query = query_near(codes, rng, 0);
  prober.start(query.code.data(), nullptr);
  std::vector<Prober::Found> found(4096);
  while (prober.proved() < 1) prober.step(0, found.data(), 4096);
  EXPECT_LT(prober.counters().codes, 200);  // of the tables over the random half
}

TEST(Prober, CountsItsWork) {
  Rng rng(7);
  const PackedCodes codes = codes_of_kind("uniform", rng, 5000, 32);
  const auto tables = std::make_shared<const ChunkTables>(codes, 2, Parallel(1));
  Prober prober(tables);
  const Query query = query_near(codes, rng, 0);
  prober.start(query.code.data(), nullptr);
  std::vector<Prober::Found> found(4096);
  std::int64_t emitted = 0;
  double probes = 0;
  std::int32_t proved = -1;
  while (!prober.done()) {
    EXPECT_GT(prober.next().probes, 0);
    if (prober.proved() > proved || probes == 0) probes += prober.next().probes;
    proved = prober.proved();
    emitted += prober.step(32, found.data(), 4096);
  }
  EXPECT_EQ(emitted, codes.rows());
  EXPECT_EQ(prober.counters().probes, static_cast<std::int64_t>(probes));
  EXPECT_GE(prober.counters().codes, codes.rows());
  EXPECT_EQ(prober.counters().codes, codes.rows() + prober.counters().duplicates);
  EXPECT_LT(prober.counters().empty, prober.counters().probes);
  EXPECT_EQ(prober.next().probes, 0);
}

TEST(Prober, ExpectsMoreEffortForMoreDistance) {
  Rng rng(8);
  const PackedCodes codes = codes_of_kind("clustered", rng, 20'000, 64);
  const auto tables =
      std::make_shared<const ChunkTables>(codes, cut(codes.bits(), 4, 10), Parallel(1));
  Prober prober(tables);
  Query query = query_near(codes, rng, 0.05);
  for (const bool masked : {false, true, false}) {
    if (masked) query.mask = mask_of(64, 0, 40);
    prober.start(query.code.data(), masked ? query.mask.data() : nullptr);
    EXPECT_EQ(prober.effort(-1).probes, 0);
    for (std::int32_t d = 0; d <= 64; ++d) {
      EXPECT_GE(prober.effort(d).probes, prober.effort(d - 1).probes);
      EXPECT_GE(prober.effort(d).codes, prober.effort(d - 1).codes);
    }
    EXPECT_EQ(prober.effort(1).probes, 2);
    if (masked) {
      EXPECT_GT(prober.effort(3).probes, 4);
    } else {
      EXPECT_EQ(prober.effort(3).probes, 4);
    }
  }
}

}  // namespace
}  // namespace orthant
