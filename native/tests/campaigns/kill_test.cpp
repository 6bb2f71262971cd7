// Kills a writing process, at random instants and at every call to the file system, and compares
// what is found with what the process reported as done. ORTHANT_KILLS sets the number of kills.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <thread>

#include <gtest/gtest.h>

#include "store/mutable_index.h"
#include "testing/campaign.h"
#include "testing/key_model.h"
#include "testing/killing_files.h"
#include "testing/temp_folder.h"

namespace orthant {
namespace {

using testing::KeyModel;
using testing::KillingFiles;
using testing::OwnedBatch;
using testing::TempFolder;

constexpr std::int32_t kBits = 70;
constexpr std::int64_t kDeltaRows = 12;
constexpr int kBatches = 25;

// One round's batches: the same in parent and child.
std::vector<OwnedBatch> batches_of(std::uint64_t seed, KeyModel model) {
  Rng rng(seed);
  std::vector<OwnedBatch> batches;
  while (batches.size() < kBatches) {
    batches.push_back(testing::random_batch(rng, model, kBits, 60, 8));
    if (batches.back().keys.empty()) {
      batches.pop_back();
      continue;
    }
    testing::apply(batches.back(), model);
  }
  return batches;
}

// The child: writes, and reports each batch that was acknowledged. Never returns.
[[noreturn]] void write_until_killed(const std::string& folder, std::uint64_t seed,
                                     const std::vector<OwnedBatch>& batches, FileSystem& files,
                                     int report) {
  int status = EXIT_FAILURE;
  try {
    Rng rng(seed + 1);
    const MutableIndexOptions options{.delta_rows = kDeltaRows, .files = &files};
    auto index = MutableIndex::open(folder, kBits, options);
    for (const OwnedBatch& batch : batches) {
      index->change(batch.view());
      const char done = '+';
      if (::write(report, &done, 1) != 1) ::_exit(EXIT_FAILURE);
      if (rng.below(5) == 0) index->sync();
      if (index->merge_due()) index->merge();
      if (rng.below(10) == 0) {
        index->close();
        index = MutableIndex::open(folder, kBits, options);
      }
    }
    index->close();
    status = EXIT_SUCCESS;
  } catch (const std::exception& error) {
    const std::string complaint = std::string("the writer failed: ") + error.what() + "\n";
    if (::write(STDERR_FILENO, complaint.data(), complaint.size()) < 0) status = EXIT_FAILURE;
  }
  ::_exit(status);
}

struct Death {
  std::size_t acknowledged = 0;
  bool killed = false;
};

// Runs a child and returns how it ended. `delay`: after which the parent kills it; none: it kills
// itself, or lives.
Death run_child(const std::string& folder, std::uint64_t seed,
                const std::vector<OwnedBatch>& batches, FileSystem& files,
                std::optional<std::chrono::microseconds> delay) {
  std::array<int, 2> pipe_ends{};
  if (::pipe(pipe_ends.data()) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(pipe_ends[0]);
    write_until_killed(folder, seed, batches, files, pipe_ends[1]);
  }
  ::close(pipe_ends[1]);
  if (delay) {
    std::this_thread::sleep_for(*delay);
    ::kill(child, SIGKILL);
  }
  Death death;
  std::array<char, 256> buffer{};
  for (;;) {
    const ssize_t got = ::read(pipe_ends[0], buffer.data(), buffer.size());
    if (got <= 0) break;
    death.acknowledged += static_cast<std::size_t>(got);
  }
  ::close(pipe_ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  death.killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  EXPECT_TRUE(death.killed || (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS));
  return death;
}

// Everything acknowledged is there, the batch that was under way wholly or not at all, and nothing
// else. Returns what is there.
KeyModel expect_acknowledged(const std::string& folder, KeyModel model,
                             const std::vector<OwnedBatch>& batches, std::size_t acknowledged) {
  for (std::size_t i = 0; i < acknowledged; ++i) testing::apply(batches[i], model);
  const auto index =
      MutableIndex::open(folder, kBits, {.delta_rows = kDeltaRows, .files = &system_files()});
  const KeyModel found = testing::contents(*index->snapshot());
  if (found == model) return found;
  EXPECT_LT(acknowledged, batches.size()) << "rows that nobody wrote";
  if (acknowledged < batches.size()) testing::apply(batches[acknowledged], model);
  EXPECT_EQ(found, model) << acknowledged << " batches were acknowledged";
  return found;
}

TEST(Kill, AtRandomInstants) {
  const TempFolder folder;
  const std::string path = folder.path().string();
  MutableIndex::open(path, kBits)->close();
  KeyModel model;
  Rng rng(11);
  const std::int64_t wanted = testing::campaign("ORTHANT_KILLS", 40) / 2;
  std::int64_t kills = 0;
  std::uint64_t longest = 20000;  // microseconds; follows the machine
  for (std::uint64_t round = 0; kills < wanted; ++round) {
    const auto batches = batches_of(round, model);
    const std::chrono::microseconds delay(rng.below(longest));
    const Death death = run_child(path, round, batches, system_files(), delay);
    model = expect_acknowledged(path, std::move(model), batches, death.acknowledged);
    ASSERT_FALSE(HasFailure()) << "round " << round;
    if (death.killed) ++kills;
    longest = death.killed ? longest + longest / 16 : std::max<std::uint64_t>(longest / 2, 1000);
  }
  std::cout << kills << " kills at random instants\n";
}

TEST(Kill, AtEveryCallToTheFileSystem) {
  const TempFolder folder;
  const std::string path = folder.path().string();
  KeyModel model;
  const std::int64_t wanted = testing::campaign("ORTHANT_KILLS", 40) / 2;
  std::int64_t kills = 0;
  std::int64_t sweeps = 0;
  // The usual number of kills is spread over the calls; a campaign goes through each of them often.
  const std::int64_t stride = wanted < 1000 ? 1 + 1200 / std::max<std::int64_t>(wanted, 1) : 1;
  std::int64_t at = 0;
  for (std::uint64_t round = 0; kills < wanted; ++round) {
    const auto moment = static_cast<KillingFiles::Moment>(round % 3);
    KillingFiles files(system_files(), at, moment);
    const auto batches = batches_of(round, model);
    const Death death = run_child(path, round, batches, files, std::nullopt);
    model = expect_acknowledged(path, std::move(model), batches, death.acknowledged);
    ASSERT_FALSE(HasFailure()) << "round " << round << ", call " << at;
    at += death.killed ? stride : 0;
    if (death.killed) {
      ++kills;
    } else {
      at = ++sweeps % stride;
    }
  }
  std::cout << kills << " kills at calls to the file system\n";
}

}  // namespace
}  // namespace orthant
