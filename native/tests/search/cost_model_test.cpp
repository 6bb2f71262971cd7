#include "search/cost_model.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "search/table_data.h"

namespace orthant {
namespace {

using testing::codes_of_kind;
using testing::flip_some;

constexpr std::int64_t kRows = 20'000;
constexpr std::int32_t kBits = 64;

class CostModelTest : public ::testing::Test {
 protected:
  void use(const char* kind) {
    codes_ = codes_of_kind(kind, rng_, kRows, kBits);
    tables_ = std::make_shared<const ChunkTables>(codes_, 4, Parallel(1));
    prober_ = std::make_unique<Prober>(tables_);
  }

  void start_near(std::int64_t row, double flips) {
    query_.assign(codes_.row(row), codes_.row(row) + codes_.words());
    flip_some(rng_, query_.data(), kBits, flips);
    prober_->start(query_.data(), nullptr);
  }

  void probe(std::int32_t distance) {
    std::vector<Prober::Found> found(4096);
    while (prober_->proved() < distance) {
      prober_->step(0, found.data(), static_cast<std::int64_t>(found.size()));
    }
  }

  // Prices at which a scan takes `ns`.
  static Prices scan_for(double ns) {
    Prices prices;
    prices.scan_word = ns / static_cast<double>(kRows);
    return prices;
  }

  Rng rng_{1};
  PackedCodes codes_;
  std::shared_ptr<const ChunkTables> tables_;
  std::unique_ptr<Prober> prober_;
  std::vector<std::uint64_t> query_;
};

TEST_F(CostModelTest, ScansWhereAScanIsCheap) {
  use("clustered");
  start_near(7, 0.1);
  CostModel cheap(tables_, scan_for(10));
  const Plan scan = cheap.plan_nearest(*prober_, 10, kBits);
  EXPECT_TRUE(scan.scan);
  EXPECT_GE(scan.tables_ns, scan.scan_ns);
  CostModel dear(tables_, scan_for(1e7));
  const Plan tables = dear.plan_nearest(*prober_, 10, kBits);
  EXPECT_FALSE(tables.scan);
  EXPECT_LT(tables.tables_ns, tables.scan_ns);
  EXPECT_GT(tables.distance, 0);
}

TEST_F(CostModelTest, ExpectsMoreForMoreNeighboursAndForWiderCircles) {
  use("clustered");
  start_near(7, 0.1);
  CostModel model(tables_, scan_for(1e7));
  double last = 0;
  for (const std::int64_t k : {1, 10, 100, 1000}) {
    const Plan plan = model.plan_nearest(*prober_, k, kBits);
    EXPECT_GT(plan.tables_ns, last);
    last = plan.tables_ns;
  }
  last = 0;
  for (std::int32_t radius = 0; radius < 10; ++radius) {
    const Plan plan = model.plan_within(*prober_, radius);
    EXPECT_EQ(plan.distance, radius);
    EXPECT_GT(plan.tables_ns, last);
    last = plan.tables_ns;
  }
  EXPECT_TRUE(model.plan_within(*prober_, kBits).scan);
  EXPECT_FALSE(model.plan_within(*prober_, 0).scan);
}

TEST_F(CostModelTest, ExpectsLessUnderAMask) {
  use("clustered");
  start_near(7, 0.1);
  CostModel model(tables_, scan_for(1e7));
  EXPECT_LT(model.plan_nearest(*prober_, 10, kBits / 2).distance,
            model.plan_nearest(*prober_, 10, kBits).distance);
}

TEST_F(CostModelTest, ScansWhereNoTableServes) {
  use("uniform");
  const std::vector<std::uint64_t> mask = {1};
  query_.assign(1, 0);
  prober_->start(query_.data(), mask.data());
  ASSERT_FALSE(prober_->usable());
  CostModel model(tables_, scan_for(1e9));
  EXPECT_TRUE(model.plan_nearest(*prober_, 1, 1).scan);
  EXPECT_TRUE(model.plan_within(*prober_, 0).scan);
}

TEST_F(CostModelTest, GivesUpAQueryFarFromAllCodes) {
  use("clustered");
  start_near(7, 0);
  CostModel model(tables_, scan_for(100'000));
  ASSERT_FALSE(model.plan_nearest(*prober_, 1, kBits).scan);
  probe(0);
  EXPECT_FALSE(model.better_to_scan(*prober_, kBits));
  // No sampled query needed so much to be proved, and the end is not in sight.
  probe(tables_->sample().kth_distance(0, 1) + 12);
  EXPECT_TRUE(model.better_to_scan(*prober_, kBits));
}

TEST_F(CostModelTest, GoesOnWhereTheEndIsInSight) {
  use("clustered");
  start_near(7, 0);
  CostModel model(tables_, scan_for(100'000));
  static_cast<void>(model.plan_nearest(*prober_, 1, kBits));
  const std::int32_t far = tables_->sample().kth_distance(0, 1) + 6;
  probe(far);
  EXPECT_FALSE(model.better_to_scan(*prober_, far + 1));
}

TEST_F(CostModelTest, MeasuresPrices) {
  for (const char* kind : {"uniform", "equal"}) {
    use(kind);
    const Prices prices = measure_prices(tables_);
    EXPECT_GT(prices.unit, 0);
    EXPECT_GT(prices.probe, 0);
    EXPECT_GT(prices.bucket_word, 0);
    EXPECT_GT(prices.scan_word, 0);
    EXPECT_LT(prices.scan_word, 1000);
  }
}

TEST_F(CostModelTest, HasPricesForTheSmallestIndexes) {
  for (const std::int64_t rows : {0, 1, 2}) {
    const PackedCodes few = codes_of_kind("uniform", rng_, rows, 130);
    const auto tables = std::make_shared<const ChunkTables>(few, 0, Parallel(1));
    CostModel model(tables, measure_prices(tables));
    Prober prober(tables);
    const std::vector<std::uint64_t> query(3);
    prober.start(query.data(), nullptr);
    const Plan plan = model.plan_nearest(prober, 5, 130);
    EXPECT_GE(plan.scan_ns, 0);
    EXPECT_GE(plan.tables_ns, 0);
  }
}

}  // namespace
}  // namespace orthant
