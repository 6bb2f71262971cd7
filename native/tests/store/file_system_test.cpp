#include "store/file_system.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <string>

#include <gtest/gtest.h>

#include "testing/errors.h"
#include "testing/few_allocations.h"
#include "testing/temp_folder.h"

namespace orthant {
namespace {

using testing::expect_error;
using testing::read_bytes;
using testing::TempFolder;
using testing::write_bytes;

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

TEST(FileSystem, AppendsAndCutsTheEndOff) {
  const TempFolder folder;
  const auto file = system_files().create(folder.file("f"), "title");
  file->write(bytes_of("0123456789"));
  file->truncate(4);
  file->write(bytes_of("ab"));
  file->sync();
  EXPECT_EQ(read_bytes(folder.file("f")), "0123ab");
  file->close();
  EXPECT_EQ(system_files().create(folder.file("f"), "title"), nullptr) << "the name is taken";
  expect_error(ORTHANT_IO, "cannot create a file beside 'title'",
               [&] { (void)system_files().create(folder.file("missing/f"), "title"); });
}

TEST(FileSystem, WithoutMemoryNoFileIsMade) {
  const TempFolder folder;
  const std::string path = folder.file("f");
  const std::string title(100, 't');  // no copy without an allocation
  std::unique_ptr<AppendableFile> file;
  for (int allocations = 0; file == nullptr; ++allocations) {
    try {
      const testing::FewAllocations few(allocations);
      file = system_files().create(path, title);
    } catch (const std::bad_alloc&) {
      ASSERT_EQ(system_files().kind_of(path), PathKind::kNothing) << allocations;
    }
  }
  EXPECT_EQ(system_files().kind_of(path), PathKind::kFile);
}

TEST(FileSystem, KnowsWhatAPathNames) {
  const TempFolder folder;
  write_bytes(folder.file("f"), "x");
  EXPECT_EQ(system_files().kind_of(folder.file("f")), PathKind::kFile);
  EXPECT_EQ(system_files().kind_of(folder.path().string()), PathKind::kFolder);
  EXPECT_EQ(system_files().kind_of("/dev/null"), PathKind::kOther);
  EXPECT_EQ(system_files().kind_of(folder.file("missing")), PathKind::kNothing);
}

TEST(FileSystem, ListsRenamesAndRemoves) {
  const TempFolder folder;
  write_bytes(folder.file("a"), "a");
  write_bytes(folder.file("b"), "b");
  auto names = system_files().list(folder.path().string());
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"a", "b"}));
  system_files().rename(folder.file("a"), folder.file("b"));
  EXPECT_EQ(read_bytes(folder.file("b")), "a");
  system_files().open_folder(folder.path().string())->sync();
  system_files().remove(folder.file("b"));
  EXPECT_TRUE(system_files().list(folder.path().string()).empty());
  expect_error(ORTHANT_IO, "cannot remove", [&] { system_files().remove(folder.file("b")); });
  expect_error(ORTHANT_IO, "cannot put in place",
               [&] { system_files().rename(folder.file("b"), folder.file("c")); });
  expect_error(ORTHANT_IO, "cannot open folder",
               [&] { (void)system_files().list(folder.file("missing")); });
}

TEST(FileSystem, OneHolderOfALock) {
  const TempFolder folder;
  auto lock = system_files().lock(folder.file("lock"));
  ASSERT_NE(lock, nullptr);
  EXPECT_EQ(system_files().lock(folder.file("lock")), nullptr);
  lock.reset();
  EXPECT_NE(system_files().lock(folder.file("lock")), nullptr);
  expect_error(ORTHANT_IO, "cannot lock",
               [&] { (void)system_files().lock(folder.file("missing/lock")); });
}

TEST(FileSystem, NoDescriptorIsLeftOpen) {
  const TempFolder folder;
  const auto open_descriptors = [] {
    std::array<int, 2> probe{};
    EXPECT_EQ(::pipe(probe.data()), 0);
    ::close(probe[0]);
    ::close(probe[1]);
    return probe[1];  // the lowest free number but one
  };
  const int before = open_descriptors();
  for (int i = 0; i < 3; ++i) {
    const std::string name = folder.file(std::to_string(i));
    const auto lock = system_files().lock(folder.file("lock"));
    const auto file = system_files().create(name, name);
    const auto reader = system_files().open(name);
    const auto opened = system_files().open_folder(folder.path().string());
    (void)system_files().list(folder.path().string());
    file->close();
  }
  EXPECT_EQ(open_descriptors(), before);
}

}  // namespace
}  // namespace orthant
