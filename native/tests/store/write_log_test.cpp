#include "store/write_log.h"

#include <gtest/gtest.h>

#include "store/section_file.h"
#include "testing/errors.h"
#include "testing/key_model.h"
#include "testing/memory_files.h"
#include "testing/section_bytes.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::Fault;
using testing::MemoryFiles;
using testing::put;

const std::string kPath = "folder/log";

std::unique_ptr<WriteLog> new_log(FileSystem& files, std::int32_t bits = 64) {
  ReplacementFile place(kPath, files);
  return std::make_unique<WriteLog>(place, kPath, bits, 5, 5);
}

void add(WriteLog& log, std::vector<std::int64_t> keys) {
  const std::vector<std::uint64_t> codes(keys.begin(), keys.end());
  log.append({BatchKind::kAdd, keys, codes.data(), 64});
}

std::string text(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void set_text(MemoryFiles& files, const std::string& bytes) {
  const auto span = std::as_bytes(std::span(bytes));
  files.set_bytes(kPath, {span.begin(), span.end()});
}

// By hand, from docs/file-format.md.
std::string header(std::uint64_t start = 5, std::uint16_t major = 1, std::uint32_t bits = 64) {
  std::string out = "\x89ORTH\r\n\x1AWLOG";
  put(out, major);
  put(out, std::uint16_t{0});
  put(out, start);
  put(out, bits);
  put(out, testing::crc_of(out));
  return out;
}

std::string record(std::uint64_t sequence, std::uint64_t synced, std::uint32_t kind,
                   const std::vector<std::uint64_t>& payload, std::uint32_t rows) {
  std::string length;
  put(length, static_cast<std::uint32_t>(8 * payload.size()));
  std::string rest;
  put(rest, sequence);
  put(rest, synced);
  put(rest, kind);
  put(rest, rows);
  for (const std::uint64_t word : payload) put(rest, word);
  std::string out = length;
  put(out, testing::crc_of(length + rest));
  return out + rest;
}

TEST(WriteLog, HasTheBytesOfTheDocument) {
  MemoryFiles files;
  const auto log = new_log(files);
  add(*log, {7, 8});
  log->sync();
  const std::vector<std::int64_t> keys = {7};
  log->append({BatchKind::kRemove, keys, nullptr, 0});
  const std::string expected = header() + record(5, 32, 1, {7, 8, 7, 8}, 2) +
                               record(6, 96, 4, {}, 0) + record(7, 96, 2, {7}, 1);
  EXPECT_EQ(text(files.bytes(kPath)), expected);
  EXPECT_EQ(log->bytes(), expected.size());
  EXPECT_EQ(log->next_sequence(), 8U);
}

TEST(WriteLog, IsReadBackBatchByBatch) {
  for (const std::int32_t bits : {1, 64, 65, 1024}) {
    MemoryFiles files;
    const auto log = new_log(files, bits);
    Rng rng(static_cast<std::uint64_t>(bits));
    testing::KeyModel model;
    std::vector<testing::OwnedBatch> batches;
    for (int i = 0; i < 50; ++i) {
      batches.push_back(testing::random_batch(rng, model, bits, 100, 20));
      testing::apply(batches.back(), model);
      log->append(batches.back().view());
      if (i % 7 == 0) log->sync();
    }
    const LogReader reader(kPath, true, files);
    EXPECT_EQ(reader.bits(), bits);
    EXPECT_EQ(reader.start(), 5U);
    EXPECT_EQ(reader.next_sequence(), log->next_sequence());
    EXPECT_EQ(reader.dropped_bytes(), 0U);
    std::size_t i = 0;
    reader.for_each([&](std::uint64_t, const Batch& batch) {
      const testing::OwnedBatch& expected = batches[i++];
      EXPECT_EQ(batch.kind, expected.kind);
      EXPECT_TRUE(std::equal(batch.keys.begin(), batch.keys.end(), expected.keys.begin(),
                             expected.keys.end()));
      EXPECT_TRUE(std::equal(expected.codes.begin(), expected.codes.end(), batch.codes));
    });
    EXPECT_EQ(i, batches.size());
  }
}

TEST(WriteLog, AnUnfinishedEndIsLeftOut) {
  const std::string good = header() + record(5, 32, 2, {7}, 1);
  const std::string next = record(6, 32, 2, {8}, 1);
  MemoryFiles files;
  for (std::size_t length = 0; length < next.size(); ++length) {
    set_text(files, good + next.substr(0, length));
    const LogReader reader(kPath, true, files);
    EXPECT_EQ(reader.next_sequence(), 6U);
    EXPECT_EQ(reader.dropped_bytes(), length);
    if (length == 0) continue;
    expect_error(ORTHANT_CORRUPT_FILE,
                 "the record at offset 72 is damaged, and another log follows",
                 [&] { const LogReader not_last(kPath, false, files); });
  }
}

// The system wrote a later record before an earlier one, and power failed.
TEST(WriteLog, AHoleThatWasNeverSyncedIsAnUnfinishedEnd) {
  const std::string hole(40, '\0');
  MemoryFiles files;
  set_text(files, header() + record(5, 32, 2, {7}, 1) + hole + record(7, 72, 2, {9}, 1));
  const LogReader reader(kPath, true, files);
  EXPECT_EQ(reader.next_sequence(), 6U);
  EXPECT_EQ(reader.dropped_bytes(), 80U);
}

TEST(WriteLog, AHoleThatWasSyncedIsDamage) {
  const std::string hole(40, '\0');
  MemoryFiles files;
  set_text(files, header() + record(5, 32, 2, {7}, 1) + hole + record(7, 112, 2, {9}, 1));
  expect_error(ORTHANT_CORRUPT_FILE,
               "'folder/log': the record at offset 72 fails its checksum though the one at offset "
               "112 tells",
               [&] { const LogReader reader(kPath, true, files); });
}

TEST(WriteLog, RefusesWholeRecordsThatAWriterNeverWrites) {
  MemoryFiles files;
  const std::pair<const char*, std::string> tails[] = {
      {"has the number 6 where 5 follows", record(6, 32, 2, {7}, 1)},
      {"has the number 4 where 5 follows", record(4, 32, 2, {7}, 1)},
      {"no possible batch", record(5, 33, 2, {7}, 1)},
      {"no possible batch", record(5, 32, 1, {7}, 1)},
      {"no possible batch", record(5, 32, 2, {7}, 2)},
      {"no possible batch", record(5, 32, 4, {7}, 1)},
      {"no possible batch", record(5, 32, 2, {}, (1U << 20) + 1)},
  };
  for (const auto& [complaint, tail] : tails) {
    set_text(files, header() + tail);
    expect_error(ORTHANT_CORRUPT_FILE, complaint,
                 [&] { const LogReader reader(kPath, true, files); });
  }
  for (const std::uint32_t kind : {0U, 5U}) {
    set_text(files, header() + record(5, 32, kind, {7}, 1));
    expect_error(ORTHANT_NEWER_FILE, "of a newer release",
                 [&] { const LogReader reader(kPath, true, files); });
  }
}

TEST(WriteLog, RefusesHeadersOfOthers) {
  MemoryFiles files;
  const auto refused = [&](orthant_status status, const char* complaint, const std::string& bytes) {
    set_text(files, bytes);
    expect_error(status, complaint, [&] { const LogReader reader(kPath, true, files); });
  };
  refused(ORTHANT_CORRUPT_FILE, "ends in its header", header().substr(0, 31));
  refused(ORTHANT_CORRUPT_FILE, "fails its checksum", std::string(32, 'x'));
  refused(ORTHANT_NEWER_FILE, "format 2.0", header(5, 2));
  refused(ORTHANT_CORRUPT_FILE, "codes of 0 bits", header(5, 1, 0));
  refused(ORTHANT_CORRUPT_FILE, "codes of 1025 bits", header(5, 1, 1025));
}

// A forged end, full of records that claim to be long: the search for a good one is bounded.
TEST(WriteLog, AForgedEndIsRefusedInTimeProportionalToItsLength) {
  std::string bytes = header();
  for (std::uint64_t i = 0; i < 60000; ++i) {
    put(bytes, std::uint32_t{8000});
    put(bytes, std::uint32_t{0});
    put(bytes, std::uint64_t{1000});
    put(bytes, std::uint64_t{40});
    put(bytes, std::uint32_t{2});
    put(bytes, std::uint32_t{1000});
  }
  MemoryFiles files;
  set_text(files, bytes);
  expect_error(ORTHANT_CORRUPT_FILE, "the log is damaged",
               [&] { const LogReader reader(kPath, true, files); });
}

TEST(WriteLog, ARecordThatCouldNotBeWrittenLeavesNothing) {
  for (const Fault fault : {Fault::kIo, Fault::kFull, Fault::kShortWrite}) {
    MemoryFiles files;
    const auto log = new_log(files);
    add(*log, {1});
    files.fail_at(0, fault, false);
    expect_error(ORTHANT_IO, "cannot write 'folder/log'", [&] { add(*log, {2, 3, 4}); });
    files.fail_never();
    add(*log, {5});
    EXPECT_EQ(text(files.bytes(kPath)),
              header() + record(5, 32, 1, {1, 1}, 1) + record(6, 32, 1, {5, 5}, 1));
  }
}

TEST(WriteLog, TakesNothingMoreWhenItsStateIsUnknown) {
  MemoryFiles files;
  const auto log = new_log(files);
  files.fail_at(0, Fault::kIo, true);  // neither written nor cut off
  expect_error(ORTHANT_IO, "cannot write", [&] { add(*log, {1}); });
  files.fail_never();
  expect_error(ORTHANT_IO, "since an earlier one failed: cannot write", [&] { add(*log, {1}); });
  expect_error(ORTHANT_IO, "since an earlier one failed: cannot write", [&] { log->sync(); });
}

}  // namespace
}  // namespace orthant
