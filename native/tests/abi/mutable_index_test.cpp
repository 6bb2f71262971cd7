#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "orthant/orthant.h"
#include "testing/temp_folder.h"
#include "testing/toy_set.h"

namespace {

using orthant::testing::Owned;
using orthant::testing::TempFolder;

bool mentions(const char* text, const std::string& part) {
  return std::string(text).find(part) != std::string::npos;
}

class AbiMutableIndex : public ::testing::Test {
 protected:
  void expect_error(orthant_status status, const std::string& part) {
    EXPECT_EQ(error_.status, status) << error_.message;
    EXPECT_TRUE(mentions(error_.message, part)) << error_.message;
    error_ = {};
  }

  void add(std::vector<std::int64_t> keys, std::vector<std::uint64_t> codes) {
    ASSERT_EQ(orthant_mutable_index_add(index_.get(), keys.data(), codes.data(),
                                        static_cast<std::int64_t>(keys.size()), &error_),
              ORTHANT_OK)
        << error_.message;
  }

  Owned<orthant_index> snapshot() {
    return Owned<orthant_index>(orthant_mutable_index_snapshot(index_.get(), &error_));
  }

  Owned<orthant_mutable_index> index_{orthant_mutable_index_open(nullptr, 64, nullptr)};
  orthant_error error_{};
};

TEST_F(AbiMutableIndex, ChangesAreWholeOrNothing) {
  add({7, -3, 9}, {1, 2, 4});
  const std::vector<std::int64_t> keys = {5, 9};
  const std::vector<std::uint64_t> codes = {8, 8};
  EXPECT_NE(orthant_mutable_index_add(index_.get(), keys.data(), codes.data(), 2, &error_),
            ORTHANT_OK);
  expect_error(ORTHANT_INVALID_ARGUMENT, "key 9");
  EXPECT_NE(orthant_mutable_index_replace(index_.get(), keys.data(), codes.data(), 2, &error_),
            ORTHANT_OK);
  expect_error(ORTHANT_INVALID_ARGUMENT, "key 5");
  EXPECT_NE(orthant_mutable_index_remove(index_.get(), keys.data(), 2, &error_), ORTHANT_OK);
  expect_error(ORTHANT_INVALID_ARGUMENT, "key 5");
  EXPECT_EQ(orthant_mutable_index_rows(index_.get()), 3);
  EXPECT_EQ(orthant_mutable_index_bits(index_.get()), 64);
  EXPECT_NE(orthant_mutable_index_add(index_.get(), nullptr, nullptr, 1, &error_), ORTHANT_OK);
  expect_error(ORTHANT_INVALID_ARGUMENT, "keys");
}

TEST_F(AbiMutableIndex, ASearcherFollowsTheRows) {
  add({7}, {3});
  const Owned<orthant_searcher> searcher(orthant_searcher_new(snapshot().get(), &error_));
  ASSERT_EQ(orthant_searcher_reserve(searcher.get(), 10, &error_), ORTHANT_OK);
  EXPECT_EQ(orthant_searcher_follow(searcher.get(), index_.get(), &error_), 0);
  ASSERT_EQ(orthant_search(searcher.get(), 10, 64, 0), 1);
  add({-1, 4}, {0, 3});
  ASSERT_EQ(orthant_search(searcher.get(), 10, 64, 0), 1) << "a snapshot never changes";
  EXPECT_EQ(orthant_searcher_follow(searcher.get(), index_.get(), &error_), 1);
  EXPECT_EQ(orthant_searcher_stats(searcher.get())[ORTHANT_STAT_EXACT], 0) << "no last answer";
  ASSERT_EQ(orthant_search(searcher.get(), 10, 64, 0), 3);
  const std::int64_t* ids = orthant_searcher_ids(searcher.get());
  EXPECT_EQ((std::vector<std::int64_t>(ids, ids + 3)), (std::vector<std::int64_t>{-1, 4, 7}));
  EXPECT_EQ(orthant_mutable_index_merge(index_.get(), 1, &error_), 1);
  EXPECT_EQ(orthant_searcher_follow(searcher.get(), index_.get(), &error_), 1);
  ASSERT_EQ(orthant_search(searcher.get(), 2, 64, 0), 2);
  EXPECT_EQ(orthant_searcher_ids(searcher.get())[1], 4);

  const Owned<orthant_mutable_index> wider(orthant_mutable_index_open(nullptr, 65, &error_));
  EXPECT_EQ(orthant_searcher_follow(searcher.get(), wider.get(), &error_), -1);
  expect_error(ORTHANT_INVALID_ARGUMENT, "65");
  EXPECT_EQ(orthant_search(searcher.get(), 2, 64, 0), 2);
}

TEST_F(AbiMutableIndex, AClosedIndexRefusesAndSnapshotsLiveOn) {
  add({7}, {3});
  const Owned<orthant_index> before = snapshot();
  EXPECT_EQ(orthant_index_save(before.get(), "unused", &error_), ORTHANT_INVALID_ARGUMENT);
  expect_error(ORTHANT_INVALID_ARGUMENT, "snapshot of a mutable index");
  const Owned<orthant_searcher> searcher(orthant_searcher_new(before.get(), &error_));
  EXPECT_EQ(orthant_mutable_index_merge_due(index_.get()), 0);
  EXPECT_EQ(orthant_mutable_index_merge(index_.get(), 0, &error_), 0);
  EXPECT_EQ(orthant_mutable_index_close(index_.get(), &error_), ORTHANT_OK);
  EXPECT_EQ(orthant_mutable_index_close(index_.get(), &error_), ORTHANT_OK);
  EXPECT_EQ(orthant_mutable_index_merge_due(index_.get()), 0);
  EXPECT_EQ(orthant_searcher_follow(searcher.get(), index_.get(), &error_), -1);
  expect_error(ORTHANT_INVALID_ARGUMENT, "closed");
  EXPECT_EQ(orthant_mutable_index_sync(index_.get(), &error_), ORTHANT_INVALID_ARGUMENT);
  EXPECT_EQ(orthant_mutable_index_merge(index_.get(), 1, &error_), -1);
  EXPECT_EQ(snapshot(), nullptr);
  index_.reset();
  EXPECT_EQ(orthant_index_rows(before.get()), 1);
}

TEST_F(AbiMutableIndex, AFolderKeepsItsRowsAndIsChecked) {
  const TempFolder folder;
  const std::string path = folder.path().string();
  index_.reset(orthant_mutable_index_open(path.c_str(), 64, &error_));
  ASSERT_NE(index_, nullptr) << error_.message;
  add({1, 2}, {8, 9});
  EXPECT_EQ(orthant_mutable_index_sync(index_.get(), &error_), ORTHANT_OK);
  EXPECT_EQ(orthant_mutable_index_open(path.c_str(), 0, &error_), nullptr);
  expect_error(ORTHANT_IO, "open already");
  EXPECT_EQ(orthant_mutable_index_close(index_.get(), &error_), ORTHANT_OK);
  index_.reset(orthant_mutable_index_open(path.c_str(), 0, &error_));
  ASSERT_NE(index_, nullptr) << error_.message;
  EXPECT_EQ(orthant_mutable_index_rows(index_.get()), 2);
  EXPECT_TRUE(mentions(orthant_mutable_index_recovery(index_.get()), "dropped_bytes=0"));
  index_.reset();
  const Owned<orthant_folder_report> report(orthant_folder_check(path.c_str(), &error_));
  ASSERT_NE(report, nullptr) << error_.message;
  EXPECT_TRUE(mentions(orthant_folder_report_text(report.get()), "rows=2\n"));
  EXPECT_EQ(orthant_folder_check(folder.file("missing").c_str(), &error_), nullptr);
  expect_error(ORTHANT_IO, "missing");
}

}  // namespace
