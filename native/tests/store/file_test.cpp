#include "store/file.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <span>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "testing/errors.h"
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

// Lets no file of this process grow beyond `bytes`: what a full disk does to a write.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

// Root may write to a read-only folder: the folder's owner and the process become another user.
class NotRoot {
 public:
  explicit NotRoot(const std::string& folder) : user_(::geteuid()) {
    constexpr uid_t kOther = 65534;
    if (user_ == 0 && ::chown(folder.c_str(), kOther, kOther) == 0) (void)!::seteuid(kOther);
  }
  ~NotRoot() { (void)!::seteuid(user_); }
  NotRoot(const NotRoot&) = delete;
  NotRoot& operator=(const NotRoot&) = delete;

 private:
  uid_t user_;
};

void replace(const std::string& path, std::string_view text) {
  ReplacementFile file(path);
  file.write(bytes_of(text.substr(0, text.size() / 2)));
  file.write(bytes_of(text.substr(text.size() / 2)));
  file.commit();
}

TEST(File, ReplacesAsAWhole) {
  const TempFolder folder;
  const std::string path = folder.file("f");
  replace(path, "first");
  EXPECT_EQ(read_bytes(path), "first");
  {
    ReplacementFile file(path);
    file.write(bytes_of("second, unfinished"));
    EXPECT_EQ(read_bytes(path), "first");
    EXPECT_EQ(folder.entries(), 2U);
  }
  EXPECT_EQ(read_bytes(path), "first");
  EXPECT_EQ(folder.entries(), 1U);
  replace(path, "third");
  EXPECT_EQ(read_bytes(path), "third");
  EXPECT_EQ(folder.entries(), 1U);
}

TEST(File, ManyWritersOfOnePathDoNotMeet) {
  const TempFolder folder;
  const std::string path = folder.file("f");
  ReplacementFile a(path);
  ReplacementFile b(path);
  a.write(bytes_of("a"));
  b.write(bytes_of("b"));
  b.commit();
  a.commit();
  EXPECT_EQ(read_bytes(path), "a");
  EXPECT_EQ(folder.entries(), 1U);
}

TEST(File, AFullDiskLeavesTheOldFileAndNothingElse) {
  const TempFolder folder;
  const std::string path = folder.file("f");
  replace(path, "old");
  {
    const FileSizeLimit limit(100);
    expect_error(ORTHANT_IO, "cannot write '" + path + "': File too large",
                 [&] { replace(path, std::string(5000, 'x')); });
  }
  EXPECT_EQ(read_bytes(path), "old");
  EXPECT_EQ(folder.entries(), 1U);
}

TEST(File, RefusesToWriteWhereThereCanBeNoFile) {
  const TempFolder folder;
  expect_error(ORTHANT_IO, "No such file or directory",
               [&] { replace(folder.file("missing/f"), "x"); });
  expect_error(ORTHANT_IO, "it is a folder", [&] { replace(folder.path().string(), "x"); });
  expect_error(ORTHANT_IO, "it is not a regular file", [&] { replace("/dev/null", "x"); });
  expect_error(ORTHANT_IO, "cannot write '': the path is empty", [&] { replace("", "x"); });
  EXPECT_EQ(folder.entries(), 0U);
}

TEST(File, AReadOnlyFolderStaysAsItIs) {
  const TempFolder folder;
  replace(folder.file("f"), "old");
  ::chmod(folder.path().c_str(), 0500);
  const NotRoot user(folder.path().string());
  if (::geteuid() == 0) GTEST_SKIP() << "root may write anywhere and cannot become another user";
  expect_error(ORTHANT_IO, "Permission denied", [&] { replace(folder.file("f"), "new"); });
  EXPECT_EQ(read_bytes(folder.file("f")), "old");
  EXPECT_EQ(folder.entries(), 1U);
}

// A folder that cannot be read can be written to, but not synced.
TEST(File, AFolderThatCannotBeSyncedStaysAsItIs) {
  const TempFolder folder;
  const std::string path = folder.file("f");
  replace(path, "old");
  ::chmod(folder.path().c_str(), 0300);
  {
    const NotRoot user(folder.path().string());
    if (::geteuid() == 0) GTEST_SKIP() << "root may read anywhere and cannot become another user";
    expect_error(ORTHANT_IO, "cannot open folder", [&] { replace(path, "new"); });
  }
  ::chmod(folder.path().c_str(), 0700);
  EXPECT_EQ(read_bytes(path), "old");
  EXPECT_EQ(folder.entries(), 1U);
}

TEST(File, ReadsPartsAndStopsAtTheEnd) {
  const TempFolder folder;
  const std::string path = folder.file("f");
  write_bytes(path, "0123456789");
  const InputFile file(path);
  EXPECT_EQ(file.length(), 10U);
  std::array<std::byte, 4> bytes{};
  EXPECT_EQ(file.read_at(3, bytes), 4U);
  EXPECT_EQ(bytes[0], std::byte{'3'});
  EXPECT_EQ(file.read_at(8, bytes), 2U);
  EXPECT_EQ(bytes[1], std::byte{'9'});
  EXPECT_EQ(file.read_at(10, bytes), 0U);
}

TEST(File, RefusesToReadWhatIsNoFile) {
  const TempFolder folder;
  const std::string pipe = folder.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const auto open = [](const std::string& path) { const InputFile file(path); };
  expect_error(ORTHANT_IO, "No such file or directory", [&] { open(folder.file("missing")); });
  expect_error(ORTHANT_IO, "it is a folder", [&] { open(folder.path().string()); });
  expect_error(ORTHANT_IO, "it is not a regular file", [&] { open(pipe); });
  expect_error(ORTHANT_IO, "it is not a regular file", [&] { open("/dev/zero"); });
}

}  // namespace
}  // namespace orthant
