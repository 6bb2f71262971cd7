// A writer's life on a file system in memory, with the history of what it acknowledged.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/error.h"
#include "store/mutable_index.h"
#include "testing/key_model.h"
#include "testing/memory_files.h"

namespace orthant::testing {

enum class Step { kChange, kSync, kMerge, kMergeAll, kReopen, kClose };

inline const std::string kFolder = "index";

class FolderScenario {
 public:
  FolderScenario(MemoryFiles& files, std::uint64_t seed) : files_(files), rng_(seed), history_(1) {}

  // What fails throws ORTHANT_IO and leaves the rows as they were; the writer goes on, or must be
  // opened again.
  void run(Step step) {
    try {
      if (index_ == nullptr)
        index_ = MutableIndex::open(kFolder, kBits, {.delta_rows = kDeltaRows, .files = &files_});
      perform(step);
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), ORTHANT_IO) << error.what();
    }
    if (index_ == nullptr) return;
    EXPECT_EQ(contents(*index_->snapshot()), history_.back());
  }

  void run_random(int steps) {
    for (int i = 0; i < steps; ++i) {
      const std::uint64_t dice = rng_.below(16);
      run(dice < 9    ? Step::kChange
          : dice < 11 ? Step::kSync
          : dice < 13 ? Step::kMerge
          : dice < 14 ? Step::kMergeAll
          : dice < 15 ? Step::kReopen
                      : Step::kClose);
    }
  }

  void kill() { index_.reset(); }

  // A process was killed: all that was acknowledged is there, and nothing else.
  void expect_all_on(MemoryFiles& files) const {
    const auto index =
        MutableIndex::open(kFolder, kBits, {.delta_rows = kDeltaRows, .files = &files});
    EXPECT_EQ(contents(*index->snapshot()), history_.back());
  }

  // Power failed: a prefix of the history is there, at least to the last sync.
  void expect_prefix_on(MemoryFiles& files) const {
    const auto index =
        MutableIndex::open(kFolder, kBits, {.delta_rows = kDeltaRows, .files = &files});
    const KeyModel rows = contents(*index->snapshot());
    for (std::size_t i = history_.size(); i-- > synced_;) {
      if (rows == history_[i]) return;
    }
    ADD_FAILURE() << "the rows are none of states " << synced_ << " to " << history_.size() - 1;
  }

 private:
  static constexpr std::int32_t kBits = 70;
  static constexpr std::int64_t kDeltaRows = 6;

  void perform(Step step) {
    const std::size_t before = history_.size() - 1;
    switch (step) {
      case Step::kChange: {
        const OwnedBatch batch = random_batch(rng_, history_.back(), kBits, 20, 5);
        index_->change(batch.view());
        KeyModel next = history_.back();
        apply(batch, next);
        history_.push_back(std::move(next));
        return;
      }
      case Step::kSync:
        index_->sync();
        break;
      case Step::kMerge:
        if (!index_->merge()) return;
        break;
      case Step::kMergeAll:
        index_->merge_all();
        break;
      case Step::kReopen:
        index_.reset();
        return;
      case Step::kClose: {
        const auto closing = std::move(index_);
        closing->close();
        break;
      }
    }
    synced_ = before;
  }

  MemoryFiles& files_;
  Rng rng_;
  std::vector<KeyModel> history_;
  std::size_t synced_ = 0;  // the state that the last sync acknowledged
  std::unique_ptr<MutableIndex> index_;
};

}  // namespace orthant::testing
