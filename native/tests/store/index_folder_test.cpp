#include "store/index_folder.h"

#include <array>

#include <gtest/gtest.h>

#include "store/folder_scenario.h"
#include "testing/campaign.h"
#include "testing/errors.h"

namespace orthant {
namespace {

using testing::campaign;
using testing::contents;
using testing::expect_error;
using testing::Fault;
using testing::FolderScenario;
using testing::KeyModel;
using testing::kFolder;
using testing::MemoryFiles;
using testing::Step;

// Every call of the scenario fails once, or from then on: errors are typed, reads go on, and a
// later opening finds what was acknowledged, also if power fails.
TEST(IndexFolder, EveryCallMayFail) {
  std::int64_t struck = 0;
  for (const Fault fault : {Fault::kIo, Fault::kFull, Fault::kShortWrite}) {
    for (const bool for_good : {false, true}) {
      for (std::int64_t at = 0;; ++at) {
        SCOPED_TRACE("fault " + std::to_string(static_cast<int>(fault)) + " at call " +
                     std::to_string(at) + (for_good ? " for good" : ""));
        MemoryFiles files;
        FolderScenario scenario(files, 7);
        files.fail_at(at, fault, for_good);
        scenario.run_random(30);
        scenario.kill();
        const bool over = files.calls() <= at;
        struck += files.struck();
        files.fail_never();
        scenario.expect_all_on(*files.copy());
        for (std::uint64_t seed = 0; seed < 3; ++seed) {
          Rng rng(seed);
          scenario.expect_prefix_on(*files.lose_power(rng));
        }
        // What a failed sync dropped is still read; once synced it must be there for good.
        scenario.run(Step::kChange);
        scenario.run(Step::kSync);
        Rng rng(9);
        scenario.expect_all_on(*files.lose_power(rng));
        if (::testing::Test::HasFailure()) return;
        if (over) break;
      }
    }
  }
  EXPECT_GT(struck, 1000);
}

TEST(IndexFolder, PowerMayFailAtAnyTime) {
  const std::int64_t states = campaign("ORTHANT_POWER_LOSSES", 10000);
  for (std::int64_t state = 0; state < states;) {
    MemoryFiles files;
    Rng rng(static_cast<std::uint64_t>(state));
    FolderScenario scenario(files, rng.next());
    // From some call on nothing succeeds: the process is gone at that point.
    files.fail_at(static_cast<std::int64_t>(rng.below(400)), Fault::kIo, true);
    scenario.run_random(static_cast<int>(1 + rng.below(30)));
    scenario.kill();
    for (int variant = 0; variant < 5; ++variant, ++state) {
      scenario.expect_prefix_on(*files.lose_power(rng));
      ASSERT_FALSE(::testing::Test::HasFailure()) << "state " << state;
    }
  }
}

// Power fails again while the index recovers.
TEST(IndexFolder, PowerMayFailDuringRecovery) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    MemoryFiles files;
    Rng rng(seed);
    FolderScenario scenario(files, seed);
    scenario.run_random(static_cast<int>(1 + rng.below(30)));
    scenario.kill();
    auto after = files.lose_power(rng);
    after->fail_at(static_cast<std::int64_t>(rng.below(40)), Fault::kIo, true);
    try {
      (void)MutableIndex::open(kFolder, 70, {.delta_rows = 6, .files = after.get()});
    } catch (const Error& error) {
      ASSERT_EQ(error.status(), ORTHANT_IO) << error.what();
    }
    scenario.expect_prefix_on(*after->lose_power(rng));
    ASSERT_FALSE(::testing::Test::HasFailure()) << "seed " << seed;
  }
}

// Every workload of up to three operations, cut off at every call.
TEST(IndexFolder, ShortWorkloadsSurviveEveryInterruption) {
  constexpr std::array kSteps = {Step::kChange,   Step::kSync,   Step::kMerge,
                                 Step::kMergeAll, Step::kReopen, Step::kClose};
  for (std::size_t workload = 0; workload < 216; ++workload) {
    for (std::int64_t at = 0;; ++at) {
      MemoryFiles files;
      FolderScenario scenario(files, workload);
      for (int i = 0; i < 4; ++i) scenario.run(Step::kChange);
      files.fail_at(at, Fault::kIo, true);
      for (std::size_t rest = workload, i = 0; i < 3; ++i, rest /= 6)
        scenario.run(kSteps[rest % 6]);
      scenario.kill();
      Rng rng(workload * 1000 + static_cast<std::size_t>(at));
      scenario.expect_prefix_on(*files.lose_power(rng));
      ASSERT_FALSE(::testing::Test::HasFailure()) << "workload " << workload << ", call " << at;
      if (files.calls() <= at) break;
    }
  }
}

// A folder with every kind of file, closed.
struct FullFolder {
  MemoryFiles files;
  std::vector<KeyModel> history;  // the states of the newest log

  FullFolder() {
    const auto index = MutableIndex::open(kFolder, 70, {.delta_rows = 20, .files = &files});
    KeyModel model;
    Rng rng(3);
    const auto change = [&](BatchKind kind, std::int64_t first, std::int64_t count) {
      testing::OwnedBatch batch{kind, 70, {}, {}};
      for (std::int64_t key = first; key < first + count; ++key) batch.keys.push_back(key);
      if (kind != BatchKind::kRemove) batch.codes = testing::random_codes(rng, count, 70);
      index->change(batch.view());
      testing::apply(batch, model);
      history.push_back(model);
    };
    change(BatchKind::kAdd, 0, 60);
    index->merge_all();
    change(BatchKind::kRemove, 10, 5);
    change(BatchKind::kAdd, 100, 20);
    index->merge();
    history = {model};
    change(BatchKind::kAdd, 300, 3);
    change(BatchKind::kReplace, 0, 2);
    change(BatchKind::kRemove, 5, 1);
    index->close();
  }

  [[nodiscard]] std::vector<std::string> paths() {
    std::vector<std::string> result;
    for (const std::string& name : files.list(kFolder)) {
      if (name != kLockName) result.push_back(kFolder + "/" + name);
    }
    return result;
  }
};

enum class Outcome { kRefused, kWhole, kPrefix };

// What opening gives; anything but a refusal as corrupt or a state of the history fails.
Outcome open_damaged(MemoryFiles& files, const FullFolder& full) {
  try {
    const auto index = MutableIndex::open(kFolder, 70, {.delta_rows = 100, .files = &files});
    const KeyModel rows = contents(*index->snapshot());
    if (rows == full.history.back()) return Outcome::kWhole;
    for (const KeyModel& state : full.history) {
      if (rows == state) return Outcome::kPrefix;
    }
    ADD_FAILURE() << "damage was read as another index";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), ORTHANT_CORRUPT_FILE) << error.what();
  }
  return Outcome::kRefused;
}

bool check_finds_damage(MemoryFiles& files) {
  try {
    (void)check_folder(kFolder, files);
    return false;
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), ORTHANT_CORRUPT_FILE) << error.what();
    EXPECT_NE(std::string(error.what()).find("'index"), std::string::npos) << error.what();
    return true;
  }
}

TEST(IndexFolder, EveryFlippedBitIsFoundAndNothingIsLost) {
  constexpr std::size_t kMarkBytes = 32;
  FullFolder full;
  const auto paths = full.paths();
  ASSERT_EQ(paths.size(), 6U) << "two manifests, two segments, dead rows, a log";
  ASSERT_EQ(open_damaged(*full.files.copy(), full), Outcome::kWhole);
  for (const std::string& path : paths) {
    const std::vector<std::byte> bytes = full.files.bytes(path);
    const bool log = path.find("/log-") != std::string::npos;
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      std::vector<std::byte> damaged = bytes;
      damaged[bit / 8] ^= std::byte{1} << (bit % 8);
      const auto files = full.files.copy();
      files->set_bytes(path, damaged);
      // The log ends in the mark of the last sync: damage there costs the mark alone.
      const bool mark = log && bit / 8 >= bytes.size() - kMarkBytes;
      ASSERT_EQ(check_finds_damage(*files), !mark) << path << " bit " << bit;
      const Outcome outcome = open_damaged(*files, full);
      ASSERT_NE(outcome, Outcome::kPrefix) << path << " bit " << bit;
      ASSERT_TRUE(outcome == Outcome::kWhole || !mark);
    }
  }
}

// A cut at the end of the log looks like a process that was killed before it wrote on.
TEST(IndexFolder, EveryTruncationIsFoundButAtTheEndOfTheLog) {
  FullFolder full;
  for (const std::string& path : full.paths()) {
    const std::vector<std::byte> bytes = full.files.bytes(path);
    const bool log = path.find("/log-") != std::string::npos;
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      const auto files = full.files.copy();
      files->set_bytes(path, {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)});
      const bool found = check_finds_damage(*files);
      ASSERT_TRUE(found || (log && length >= 32)) << path << " cut to " << length;
      const Outcome outcome = open_damaged(*files, full);
      ASSERT_TRUE(outcome != Outcome::kPrefix || log) << path << " cut to " << length;
    }
  }
}

TEST(IndexFolder, AMissingFileIsNamed) {
  FullFolder full;
  for (const std::string& path : full.paths()) {
    const auto files = full.files.copy();
    files->remove(path);
    if (path.find("manifest-") != std::string::npos) {
      (void)open_damaged(*files, full);
      continue;
    }
    try {
      (void)MutableIndex::open(kFolder, 70, {.delta_rows = 100, .files = files.get()});
      ADD_FAILURE() << path;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(path.substr(kFolder.size() + 1)), std::string::npos)
          << error.what();
    }
  }
}

TEST(IndexFolder, ADamagedManifestIsStoodInForAndReported) {
  FullFolder full;
  const auto files = full.files.copy();
  const FolderReport report = check_folder(kFolder, *files);
  const std::string older = kFolder + "/" + manifest_name(report.generation + 1);
  auto bytes = files->bytes(older);
  bytes[40] ^= std::byte{1};
  files->set_bytes(older, bytes);
  expect_error(ORTHANT_CORRUPT_FILE, older, [&] { (void)check_folder(kFolder, *files); });
  auto index = MutableIndex::open(kFolder, 70, {.delta_rows = 100, .files = files.get()});
  EXPECT_EQ(contents(*index->snapshot()), full.history.back());
  EXPECT_NE(index->recovery().damage.find(older), std::string::npos);
  index->merge_all();
  index->close();
  EXPECT_EQ(check_folder(kFolder, *files).generation, report.generation + 1);
}

// The newest manifest is damaged before the files of the older one are removed: the logs from there
// on give the same state.
TEST(IndexFolder, TheOlderManifestLeadsToTheSameState) {
  FullFolder full;
  const auto before = full.files.copy();
  const auto files = full.files.copy();
  MutableIndex::open(kFolder, 70, {.delta_rows = 100, .files = files.get()})->merge_all();
  const FolderReport report = check_folder(kFolder, *files);
  for (const std::string& path : full.paths()) {
    if (path.find("manifest-") == std::string::npos) files->set_bytes(path, before->bytes(path));
  }
  const std::string newest = kFolder + "/" + manifest_name(report.generation);
  auto bytes = files->bytes(newest);
  bytes[40] ^= std::byte{1};
  files->set_bytes(newest, bytes);
  ASSERT_EQ(open_damaged(*files, full), Outcome::kWhole);
}

TEST(IndexFolder, BothManifestsGoneIsDamage) {
  FullFolder full;
  for (const std::uint64_t parity : {0, 1}) {
    full.files.remove(kFolder + "/" + manifest_name(parity));
  }
  expect_error(ORTHANT_CORRUPT_FILE, "both manifests are missing", [&] {
    (void)MutableIndex::open(kFolder, 70, {.delta_rows = 100, .files = &full.files});
  });
}

TEST(IndexFolder, AFullDiskRefusesChangesAndCanBeGoneOnWithOnceThereIsSpace) {
  MemoryFiles files;
  const auto index = MutableIndex::open(kFolder, 64, {.delta_rows = 4, .files = &files});
  const std::vector<std::int64_t> keys = {1, 2, 3, 4};
  const std::vector<std::int64_t> more = {5};
  const std::vector<std::uint64_t> codes = {1, 2, 3, 4};
  index->add(keys, codes.data(), 64);
  for (int i = 0; i < 3; ++i) {
    // A sync that fails for want of space would be the end: all is synced, but for the mark.
    files.fail_at(1, Fault::kFull, true);
    index->sync();
    files.fail_at(0, Fault::kFull, true);
    expect_error(ORTHANT_IO, "No space left", [&] { index->add(more, codes.data(), 64); });
    expect_error(ORTHANT_IO, "No space left", [&] { index->merge(); });
    EXPECT_EQ(index->rows(), 4);
    files.fail_never();
    index->remove({&keys[static_cast<std::size_t>(i)], 1});
    index->add({&keys[static_cast<std::size_t>(i)], 1}, codes.data(), 64);
  }
  index->add(more, codes.data(), 64);
  EXPECT_TRUE(index->merge());
  index->close();
  EXPECT_EQ(MutableIndex::open(kFolder, 64, {.delta_rows = 4, .files = &files})->rows(), 5);
}

TEST(IndexFolder, AFailedSyncEndsTheWriterAndNotTheReaders) {
  MemoryFiles files;
  const auto index = MutableIndex::open(kFolder, 64, {.delta_rows = 4, .files = &files});
  const std::int64_t key = 1;
  const std::uint64_t code = 7;
  index->add({&key, 1}, &code, 64);
  files.fail_at(0, Fault::kIo, false);
  expect_error(ORTHANT_IO, "cannot sync", [&] { index->sync(); });
  for (int i = 0; i < 2; ++i) {
    expect_error(ORTHANT_IO, "takes no more changes until it is opened again", [&] {
      index->remove({&key, 1});
    });
    expect_error(ORTHANT_IO, "cannot sync", [&] { index->sync(); });
    expect_error(ORTHANT_IO, "cannot sync", [&] { index->merge_all(); });
  }
  EXPECT_EQ(contents(*index->snapshot()).size(), 1U);
}

}  // namespace
}  // namespace orthant
