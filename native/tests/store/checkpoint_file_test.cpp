#include "store/checkpoint_file.h"

#include <cmath>
#include <cstring>
#include <limits>

#include <gtest/gtest.h>

#include "testing/damage.h"
#include "testing/errors.h"
#include "testing/section_bytes.h"
#include "testing/temp_folder.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::put;
using testing::TempFolder;

using Kind = CheckpointField::Kind;

CheckpointField field(const char* name, Kind kind, std::int64_t rows, std::int64_t columns) {
  CheckpointField made{name, kind, rows, columns, {}};
  made.bytes.resize(static_cast<std::size_t>(rows * columns) * value_bytes(kind));
  for (std::size_t i = 0; i < made.bytes.size(); ++i) made.bytes[i] = std::byte(i * 7 + 1);
  return made;
}

Checkpoint example() {
  Checkpoint checkpoint;
  checkpoint.method = "sdh";
  checkpoint.maker = "a release on a processor";
  checkpoint.options = {{"bits", 64.0}, {"nu", 1e-5}};
  checkpoint.fingerprint = 0x123456789ABCDEF0ULL;
  checkpoint.random = {1, 2, 3, 0xFFFFFFFFFFFFFFFFULL};
  checkpoint.objective = {2.5, std::numeric_limits<double>::quiet_NaN()};
  checkpoint.fields = {field("codes", Kind::float_matrix, 3, 2),
                       field("map", Kind::double_matrix, 2, 2),
                       field("nothing", Kind::double_matrix, 0, 5),
                       field("loss", Kind::number, 1, 1), field("epoch", Kind::integer, 1, 1)};
  return checkpoint;
}

void load(const std::string& path) { (void)load_checkpoint(path); }

TEST(CheckpointFile, ALoadedCheckpointIsTheSavedOne) {
  const TempFolder folder;
  const Checkpoint saved = example();
  save_checkpoint(saved, folder.file("c"));
  const Checkpoint loaded = load_checkpoint(folder.file("c"));
  EXPECT_EQ(loaded.method, saved.method);
  EXPECT_EQ(loaded.maker, saved.maker);
  EXPECT_EQ(loaded.options, saved.options);
  EXPECT_EQ(loaded.fingerprint, saved.fingerprint);
  EXPECT_EQ(loaded.random, saved.random);
  ASSERT_EQ(loaded.objective.size(), 2U);
  EXPECT_EQ(loaded.objective[0], 2.5);
  EXPECT_TRUE(std::isnan(loaded.objective[1]));
  ASSERT_EQ(loaded.fields.size(), saved.fields.size());
  for (std::size_t i = 0; i < saved.fields.size(); ++i) {
    EXPECT_EQ(loaded.fields[i].name, saved.fields[i].name);
    EXPECT_EQ(loaded.fields[i].kind, saved.fields[i].kind);
    EXPECT_EQ(loaded.fields[i].rows, saved.fields[i].rows);
    EXPECT_EQ(loaded.fields[i].columns, saved.fields[i].columns);
    EXPECT_EQ(loaded.fields[i].bytes, saved.fields[i].bytes);
  }
  EXPECT_EQ(folder.entries(), 1U);  // no temporary file stays
}

void put_text(std::string& out, const std::string& text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

// The bytes of docs/file-format.md.
TEST(CheckpointFile, HasTheLayoutOfTheFormat) {
  std::string head;
  put_text(head, "sdh");
  put_text(head, "a release on a processor");
  put(head, std::uint64_t{0x123456789ABCDEF0});
  for (const std::uint64_t word : {1ULL, 2ULL, 3ULL, 0xFFFFFFFFFFFFFFFFULL}) put(head, word);
  put(head, std::uint32_t{2});
  put_text(head, "bits");
  put(head, 64.0);
  put_text(head, "nu");
  put(head, 1e-5);
  put(head, std::uint32_t{2});
  put(head, 2.5);
  put(head, std::numeric_limits<double>::quiet_NaN());
  put(head, std::uint32_t{5});
  std::string numbers;
  const auto put_field = [&](const char* name, std::uint32_t kind, std::uint64_t rows,
                             std::uint64_t columns, std::size_t bytes) {
    put_text(head, name);
    put(head, kind);
    put(head, rows);
    put(head, columns);
    for (std::size_t i = 0; i < bytes; ++i) numbers.push_back(static_cast<char>(i * 7 + 1));
  };
  put_field("codes", 0, 3, 2, 24);
  put_field("map", 1, 2, 2, 32);
  put_field("nothing", 1, 0, 5, 0);
  put_field("loss", 2, 1, 1, 8);
  put_field("epoch", 3, 1, 1, 8);
  const TempFolder folder;
  save_checkpoint(example(), folder.file("c"));
  EXPECT_EQ(testing::read_bytes(folder.file("c")),
            testing::render({"CKPT", {{"HEAD", head}, {"NUMS", numbers}}}));
}

TEST(CheckpointFile, EveryDamageIsRefused) {
  const TempFolder folder;
  save_checkpoint(example(), folder.file("c"));
  testing::expect_damage_is_refused(testing::read_bytes(folder.file("c")), load);
}

TEST(CheckpointFile, OtherFilesAreRefusedByName) {
  const TempFolder folder;
  const std::string path = folder.file("m");
  testing::write_bytes(path, testing::render({"MODL", {{"SHAP", ""}, {"NUMS", ""}}}));
  expect_error(ORTHANT_CORRUPT_FILE, "the file is a model, not a checkpoint", [&] { load(path); });
  expect_error(ORTHANT_IO, "absent", [&] { load(folder.file("absent")); });
}

// Whole files whose head is no head.
TEST(CheckpointFile, AbsurdHeadsAreRefusedBeforeAnythingIsAllocated) {
  const TempFolder folder;
  const std::string path = folder.file("absurd");
  const auto expect_corrupt = [&](const std::string& head, const std::string& numbers) {
    testing::write_bytes(path, testing::render({"CKPT", {{"HEAD", head}, {"NUMS", numbers}}}));
    expect_error(ORTHANT_CORRUPT_FILE, path, [&] { load(path); });
  };
  expect_corrupt("", "");
  std::string text;
  put(text, std::uint32_t{0xFFFFFFFF});  // the length of the method's name
  expect_corrupt(text, "");
  std::string fixed;
  put(fixed, std::uint32_t{0});
  put(fixed, std::uint32_t{0});
  for (int i = 0; i < 5; ++i) put(fixed, std::uint64_t{0});
  std::string options = fixed;
  put(options, std::uint32_t{0x40000000});
  expect_corrupt(options, "");
  const auto one_field = [&](std::uint32_t kind, std::uint64_t rows, std::uint64_t columns) {
    std::string head = fixed;
    put(head, std::uint32_t{0});
    put(head, std::uint32_t{0});
    put(head, std::uint32_t{1});
    put(head, std::uint32_t{0});
    put(head, kind);
    put(head, rows);
    put(head, columns);
    return head;
  };
  expect_corrupt(one_field(4, 1, 1), "12345678");
  expect_corrupt(one_field(2, 1, 1), "1234567");
  expect_corrupt(one_field(1, std::uint64_t{1} << 40, std::uint64_t{1} << 40), "");
  expect_corrupt(one_field(1, ~std::uint64_t{0}, 1), "");
  expect_corrupt(one_field(2, 1, 1) + "more", "12345678");
  testing::write_bytes(
      path, testing::render({"CKPT", {{"HEAD", one_field(2, 1, 1)}, {"NUMS", "12345678"}}}));
  EXPECT_EQ(load_checkpoint(path).fields.size(), 1U);
}

}  // namespace
}  // namespace orthant
