#include "store/file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/error.h"

namespace orthant {
namespace {

[[noreturn]] void fail(const char* deed, const std::string& path, const std::string& reason) {
  throw Error(ORTHANT_IO, std::string("cannot ") + deed + " '" + path + "': " + reason);
}

[[noreturn]] void fail(const char* deed, const std::string& path) {
  fail(deed, path, std::generic_category().message(errno));
}

// Some systems refuse larger requests.
constexpr std::size_t kMostBytesPerCall = std::size_t{1} << 30;

// A file descriptor, closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  ~Descriptor() { reset(-1); }
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;

  [[nodiscard]] int get() const noexcept { return number_; }
  [[nodiscard]] int release() noexcept { return std::exchange(number_, -1); }
  void reset(int number) noexcept {
    if (number_ >= 0) ::close(number_);
    number_ = number;
  }

 private:
  int number_;
};

class SystemReadableFile final : public ReadableFile {
 public:
  SystemReadableFile(std::string path, Descriptor descriptor, std::uint64_t length)
      : path_(std::move(path)), descriptor_(std::move(descriptor)), length_(length) {}

  [[nodiscard]] std::uint64_t length() const override { return length_; }
  [[nodiscard]] std::size_t read_some(std::uint64_t offset,
                                      std::span<std::byte> into) const override {
    const std::size_t wanted = std::min(into.size(), kMostBytesPerCall);
    ssize_t got = 0;
    do {
      got = ::pread(descriptor_.get(), into.data(), wanted, static_cast<off_t>(offset));
    } while (got < 0 && errno == EINTR);
    if (got < 0) fail("read", path_);
    return static_cast<std::size_t>(got);
  }
  [[nodiscard]] std::shared_ptr<const std::byte> map() const override {
    if (length_ == 0) return nullptr;
    const std::size_t length = length_;
    void* start = ::mmap(nullptr, length, PROT_READ, MAP_SHARED, descriptor_.get(), 0);
    if (start == MAP_FAILED) fail("map", path_);
    return {static_cast<const std::byte*>(start),
            [start, length](const std::byte*) { ::munmap(start, length); }};
  }

 private:
  std::string path_;
  Descriptor descriptor_;
  std::uint64_t length_;
};

class SystemAppendableFile final : public AppendableFile {
 public:
  explicit SystemAppendableFile(std::string title) : title_(std::move(title)) {}

  // Makes the file, which nothing that can throw follows; false: the name is taken.
  [[nodiscard]] bool create(const std::string& path) {
    descriptor_.reset(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (descriptor_.get() >= 0) return true;
    if (errno != EEXIST) fail("create a file beside", title_);
    return false;
  }
  [[nodiscard]] std::size_t write_some(std::span<const std::byte> bytes) override {
    const std::size_t wanted = std::min(bytes.size(), kMostBytesPerCall);
    ssize_t put = 0;
    do {
      put = ::write(descriptor_.get(), bytes.data(), wanted);
    } while (put < 0 && errno == EINTR);
    if (put < 0) fail("write", title_);
    return static_cast<std::size_t>(put);
  }
  void truncate(std::uint64_t length) override {
    const auto end = static_cast<off_t>(length);
    if (::ftruncate(descriptor_.get(), end) != 0) fail("cut the end off", title_);
    if (::lseek(descriptor_.get(), end, SEEK_SET) != end) fail("cut the end off", title_);
  }
  void sync() override {
    if (::fsync(descriptor_.get()) != 0) fail("sync", title_);
  }
  void close() override {
    if (::close(descriptor_.release()) != 0) fail("close", title_);
  }

 private:
  std::string title_;
  Descriptor descriptor_{-1};
};

class SystemFolder final : public OpenFolder {
 public:
  explicit SystemFolder(std::string path)
      : path_(std::move(path)),
        descriptor_(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (descriptor_.get() < 0) fail("open folder", path_);
  }
  // File systems that cannot sync a folder say EINVAL; its names are as durable as they make them.
  void sync() override {
    if (::fsync(descriptor_.get()) != 0 && errno != EINVAL) fail("sync folder", path_);
  }

 private:
  std::string path_;
  Descriptor descriptor_;
};

class SystemLock final : public FileLock {
 public:
  explicit SystemLock(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

 private:
  Descriptor descriptor_;
};

class SystemFiles final : public FileSystem {
 public:
  [[nodiscard]] PathKind kind_of(const std::string& path) override {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return PathKind::kNothing;
    if (S_ISREG(status.st_mode)) return PathKind::kFile;
    return S_ISDIR(status.st_mode) ? PathKind::kFolder : PathKind::kOther;
  }

  // O_NONBLOCK: opening a pipe must fail, not wait for a writer.
  [[nodiscard]] std::unique_ptr<ReadableFile> open(const std::string& path) override {
    Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (descriptor.get() < 0) fail("open", path);
    struct stat status {};
    if (::fstat(descriptor.get(), &status) != 0) fail("inspect", path);
    if (S_ISDIR(status.st_mode)) fail("read", path, "it is a folder");
    if (!S_ISREG(status.st_mode)) fail("read", path, "it is not a regular file");
    return std::make_unique<SystemReadableFile>(path, std::move(descriptor),
                                                static_cast<std::uint64_t>(status.st_size));
  }

  [[nodiscard]] std::unique_ptr<AppendableFile> create(const std::string& path,
                                                       const std::string& title) override {
    auto file = std::make_unique<SystemAppendableFile>(title);
    if (!file->create(path)) return nullptr;
    return file;
  }

  [[nodiscard]] std::unique_ptr<OpenFolder> open_folder(const std::string& path) override {
    return std::make_unique<SystemFolder>(path);
  }

  [[nodiscard]] std::vector<std::string> list(const std::string& folder) override {
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), ::closedir);
    if (stream == nullptr) fail("open folder", folder);
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(stream.get())) {
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") names.emplace_back(name);
      errno = 0;
    }
    if (errno != 0) fail("list folder", folder);
    return names;
  }

  void rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) fail("put in place", to);
  }

  void remove(const std::string& path) override {
    if (::unlink(path.c_str()) != 0) fail("remove", path);
  }

  [[nodiscard]] std::unique_ptr<FileLock> lock(const std::string& path) override {
    Descriptor descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (descriptor.get() < 0) fail("lock", path);
    int taken = 0;
    do {
      taken = ::flock(descriptor.get(), LOCK_EX | LOCK_NB);
    } while (taken != 0 && errno == EINTR);
    if (taken != 0 && errno == EWOULDBLOCK) return nullptr;
    if (taken != 0) fail("lock", path);
    return std::make_unique<SystemLock>(std::move(descriptor));
  }
};

}  // namespace

FileSystem& system_files() noexcept {
  static SystemFiles files;
  return files;
}

std::string process_number() { return std::to_string(::getpid()); }

}  // namespace orthant
