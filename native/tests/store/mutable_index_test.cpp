#include "store/mutable_index.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>

#include <gtest/gtest.h>

#include "search/searcher.h"
#include "testing/errors.h"
#include "testing/key_model.h"
#include "testing/temp_folder.h"

namespace orthant {
namespace {

using testing::contents;
using testing::expect_error;
using testing::KeyModel;
using testing::OwnedBatch;
using testing::TempFolder;

using Hits = std::vector<std::pair<std::int32_t, std::int64_t>>;

Hits found_by_searcher(std::shared_ptr<const SearchView> view, const testing::Code& query,
                       std::int64_t k) {
  Searcher searcher(std::move(view));
  searcher.reserve(k);
  std::copy(query.begin(), query.end(), searcher.query());
  const auto bits = static_cast<std::int32_t>(64 * query.size());
  const std::int64_t found = searcher.search({.k = k, .radius = bits});
  EXPECT_TRUE(searcher.verify());
  Hits hits;
  for (std::int64_t i = 0; i < found; ++i) {
    hits.emplace_back(searcher.distances()[i], searcher.ids()[i]);
  }
  return hits;
}

TEST(MutableIndex, EqualsAMapThroughChangesMergesAndReopening) {
  for (const auto& [bits, delta_rows] : {std::pair{64, 20}, {65, 7}, {1, 1000}, {256, 50}}) {
    const TempFolder folder;
    Rng rng(static_cast<std::uint64_t>(bits));
    KeyModel model;
    const auto strategy = static_cast<Strategy>(rng.below(3));
    const MutableIndexOptions options{delta_rows, &system_files(), strategy};
    auto index = MutableIndex::open(folder.path().string(), bits, options);
    for (int step = 0; step < 250; ++step) {
      const OwnedBatch batch = testing::random_batch(rng, model, bits, 300, 30);
      index->change(batch.view());
      testing::apply(batch, model);
      if (rng.below(10) == 0) index->sync();
      while (index->merge_due() && rng.below(3) == 0) index->merge();
      if (rng.below(60) == 0) index->merge_all();
      ASSERT_EQ(contents(*index->snapshot()), model) << "step " << step;
      const auto query = testing::random_codes(rng, 1, bits);
      const std::int64_t k = static_cast<std::int64_t>(1 + rng.below(40));
      ASSERT_EQ(found_by_searcher(index->snapshot(), query, k),
                testing::nearest(model, query, static_cast<std::size_t>(k)))
          << "step " << step;
      if (rng.below(12) != 0) continue;
      if (rng.below(2) == 0) index->close();
      index.reset();
      const FolderReport report = check_folder(folder.path().string());
      ASSERT_EQ(report.rows, static_cast<std::int64_t>(model.size()));
      ASSERT_EQ(report.dropped_bytes, 0U);
      index = MutableIndex::open(folder.path().string(), rng.below(2) == 0 ? 0 : bits, options);
      ASSERT_EQ(contents(*index->snapshot()), model) << "reopened at step " << step;
      ASSERT_EQ(index->bits(), bits);
    }
  }
}

TEST(MutableIndex, InMemoryItNeedsNoFolder) {
  const auto index = MutableIndex::in_memory(8, {.delta_rows = 4});
  const std::vector<std::int64_t> keys = {3, 1, 2, 5, 4};
  const std::vector<std::uint64_t> codes = {3, 1, 2, 5, 4};
  index->add(keys, codes.data(), 8);
  const auto before = index->snapshot();
  index->sync();
  EXPECT_TRUE(index->merge());
  EXPECT_FALSE(index->merge());
  index->remove(keys);
  EXPECT_EQ(index->rows(), 0);
  EXPECT_EQ(contents(*before).size(), 5U);
  EXPECT_TRUE(index->merge());
  EXPECT_TRUE(index->snapshot()->segments.empty());
  index->close();
  index->close();
  expect_error(ORTHANT_INVALID_ARGUMENT, "the index is closed", [&] { index->remove({}); });
  expect_error(ORTHANT_INVALID_ARGUMENT, "the index is closed", [&] { (void)index->snapshot(); });
  EXPECT_EQ(contents(*before).size(), 5U);
}

TEST(MutableIndex, RefusesBadArguments) {
  for (const std::int32_t bits : {0, -1, 1025}) {
    expect_error(ORTHANT_INVALID_ARGUMENT, "bits is " + std::to_string(bits) + ", not 1 to 1024",
                 [&] { (void)MutableIndex::in_memory(bits); });
  }
  expect_error(ORTHANT_INVALID_ARGUMENT, "a delta of 0 rows",
               [] { (void)MutableIndex::in_memory(1, {.delta_rows = 0}); });
  const TempFolder folder;
  const std::string path = folder.path().string();
  expect_error(ORTHANT_INVALID_ARGUMENT, "has no index yet",
               [&] { (void)MutableIndex::open(path, 0); });
  MutableIndex::open(path, 70)->close();
  expect_error(ORTHANT_INVALID_ARGUMENT, "has codes of 70 bits, not 64",
               [&] { (void)MutableIndex::open(path, 64); });
}

TEST(MutableIndex, AFolderHasOneWriter) {
  const TempFolder folder;
  const std::string path = folder.path().string();
  const auto first = MutableIndex::open(path, 64);
  expect_error(ORTHANT_IO, "'" + path + "' for writing: it is open already",
               [&] { (void)MutableIndex::open(path, 64); });
  first->close();
  MutableIndex::open(path, 64)->close();
}

TEST(MutableIndex, NamesAFolderThatCannotBeUsed) {
  const TempFolder folder;
  expect_error(ORTHANT_IO, "there is no such folder",
               [&] { (void)MutableIndex::open(folder.file("missing"), 64); });
  expect_error(ORTHANT_IO, "there is no such folder",
               [&] { (void)check_folder(folder.file("missing")); });
  expect_error(ORTHANT_CORRUPT_FILE, "has no index",
               [&] { (void)check_folder(folder.path().string()); });
  if (::geteuid() == 0) GTEST_SKIP() << "root may write anywhere";
  ::chmod(folder.path().c_str(), 0500);
  expect_error(ORTHANT_IO, "Permission denied",
               [&] { (void)MutableIndex::open(folder.path().string(), 64); });
}

TEST(MutableIndex, OnlyFilesOfItsOwnAreRemoved) {
  const TempFolder folder;
  const std::string path = folder.path().string();
  MutableIndex::open(path, 64)->close();
  const std::vector<std::string> ours = {"segment-00000000000000ff", "dead-0000000000000001",
                                         "log-0000000000000000", "manifest-0.tmp-12-3",
                                         "segment-0000000000000001.tmp-1-0"};
  const std::vector<std::string> foreign = {"segment-ff", "notes.txt", "manifest-2.tmp-1-1",
                                            "log-0000000000000000.bak", "dead-000000000000000g"};
  for (const auto& name : ours) testing::write_bytes(folder.file(name), "x");
  for (const auto& name : foreign) testing::write_bytes(folder.file(name), "x");
  MutableIndex::open(path, 64)->close();
  for (const auto& name : ours) EXPECT_FALSE(std::filesystem::exists(folder.file(name))) << name;
  for (const auto& name : foreign) EXPECT_TRUE(std::filesystem::exists(folder.file(name))) << name;
}

TEST(MutableIndex, OneWriterOneMergerAndReadersAtOnce) {
  const TempFolder folder;
  auto index = MutableIndex::open(folder.path().string(), 64, {.delta_rows = 100});
  std::atomic<bool> done{false};
  const auto read = [&] {
    while (!done.load()) {
      const KeyModel seen = contents(*index->snapshot());
      ASSERT_EQ(seen.size() % 10, 0U) << "a torn batch";
      for (const auto& [key, code] : seen) ASSERT_EQ(code[0] % 1000, key % 1000);
    }
  };
  std::thread reader(read);
  std::thread other_reader(read);
  std::thread merger([&] {
    while (!done.load()) {
      if (index->merge_due()) index->merge();
    }
  });
  KeyModel model;
  for (std::int64_t b = 0; b < 250; ++b) {
    OwnedBatch batch{BatchKind::kAdd, 64, {}, {}};
    for (std::int64_t i = 0; i < 10; ++i) {
      batch.keys.push_back(b * 10 + i);
      batch.codes.push_back(static_cast<std::uint64_t>(b * 10 + i));
    }
    index->change(batch.view());
    testing::apply(batch, model);
    if (b % 3 != 0) continue;
    batch.kind = b % 2 == 0 ? BatchKind::kRemove : BatchKind::kReplace;
    if (batch.kind == BatchKind::kRemove) batch.codes.clear();
    for (std::uint64_t& code : batch.codes) code += 1000;
    index->change(batch.view());
    testing::apply(batch, model);
  }
  done = true;
  for (std::thread* thread : {&reader, &other_reader, &merger}) thread->join();
  EXPECT_EQ(contents(*index->snapshot()), model);
  index->close();
  index = MutableIndex::open(folder.path().string(), 64);
  EXPECT_EQ(contents(*index->snapshot()), model);
}

TEST(MutableIndex, ClosingEndsAMergeAndRefusesLateCallers) {
  const TempFolder folder;
  auto index = MutableIndex::open(folder.path().string(), 64, {.delta_rows = 50});
  std::atomic<int> refused{0};
  const auto work = [&](const std::function<void()>& step) {
    try {
      for (;;) step();
    } catch (const Error& error) {
      EXPECT_TRUE(error.status() == ORTHANT_INVALID_ARGUMENT || error.status() == ORTHANT_CANCELLED)
          << error.what();
      ++refused;
    }
  };
  std::thread writer([&] {
    std::int64_t key = 0;
    work([&] {
      const std::uint64_t code = 7;
      ++key;
      index->add({&key, 1}, &code, 64);
    });
  });
  std::thread merger([&] { work([&] { index->merge(); }); });
  std::thread reader([&] { work([&] { (void)index->snapshot(); }); });
  while (index->rows() < 500) std::this_thread::yield();
  index->close();
  for (std::thread* thread : {&writer, &merger, &reader}) thread->join();
  EXPECT_EQ(refused.load(), 3);
  index = MutableIndex::open(folder.path().string(), 64);
  EXPECT_GE(contents(*index->snapshot()).size(), 500U);
}

}  // namespace
}  // namespace orthant
