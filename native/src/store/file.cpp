#include "store/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
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

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// A folder whose names can be made durable.
class Folder {
 public:
  explicit Folder(std::string path)
      : path_(std::move(path)),
        descriptor_(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (descriptor_ < 0) fail("open folder", path_);
  }
  ~Folder() { ::close(descriptor_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // File systems that cannot sync a folder say EINVAL; its names are as durable as they make them.
  void sync() const {
    if (::fsync(descriptor_) != 0 && errno != EINVAL) fail("sync folder", path_);
  }

 private:
  std::string path_;
  int descriptor_;
};

}  // namespace

// O_NONBLOCK: opening a pipe must fail, not wait for a writer.
InputFile::InputFile(std::string path) : path_(std::move(path)) {
  descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor_ < 0) fail("open", path_);
  struct stat status {};
  const bool known = ::fstat(descriptor_, &status) == 0;
  const int reason = errno;
  if (known && S_ISREG(status.st_mode)) {
    length_ = static_cast<std::uint64_t>(status.st_size);
    return;
  }
  ::close(descriptor_);
  if (!known) fail("inspect", path_, std::generic_category().message(reason));
  fail("read", path_, S_ISDIR(status.st_mode) ? "it is a folder" : "it is not a regular file");
}

InputFile::~InputFile() { ::close(descriptor_); }

std::size_t InputFile::read_at(std::uint64_t offset, std::span<std::byte> into) const {
  std::size_t done = 0;
  while (done < into.size()) {
    const std::size_t wanted = std::min(into.size() - done, kMostBytesPerCall);
    const auto at = static_cast<off_t>(offset + done);
    const ssize_t got = ::pread(descriptor_, into.data() + done, wanted, at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("read", path_);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

ReplacementFile::ReplacementFile(std::string path) : path_(std::move(path)) {
  if (path_.empty()) fail("write", path_, "the path is empty");
  struct stat status {};
  if (::stat(path_.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    fail("write", path_, S_ISDIR(status.st_mode) ? "it is a folder" : "it is not a regular file");
  }
  static std::atomic<unsigned> counter{0};
  const std::string stem = path_ + ".tmp-" + std::to_string(::getpid()) + "-";
  do {
    temporary_ = stem + std::to_string(counter++);
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (descriptor_ < 0 && errno == EEXIST);
  if (descriptor_ < 0) fail("create a file beside", path_);
}

ReplacementFile::~ReplacementFile() {
  close_descriptor();
  if (!in_place_) ::unlink(temporary_.c_str());
}

void ReplacementFile::close_descriptor() noexcept {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

void ReplacementFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t put =
        ::write(descriptor_, bytes.data(), std::min(bytes.size(), kMostBytesPerCall));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) fail("write", path_);
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
}

// A failed sync is never tried again: the system may have dropped the pages it could not write.
void ReplacementFile::commit() {
  if (::fsync(descriptor_) != 0) fail("sync", path_);
  const int descriptor = std::exchange(descriptor_, -1);
  if (::close(descriptor) != 0) fail("close", path_);
  const Folder folder(folder_of(path_));  // before the rename, while all can still be undone
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail("put in place", path_);
  in_place_ = true;
  folder.sync();
}

}  // namespace orthant
