#include "store/file.h"

#include <atomic>
#include <exception>
#include <utility>

#include "base/error.h"

namespace orthant {
namespace {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

[[noreturn]] void refuse_to_write(const std::string& path, const char* reason) {
  throw Error(ORTHANT_IO, "cannot write '" + path + "': " + reason);
}

}  // namespace

InputFile::InputFile(std::string path, FileSystem& files)
    : path_(std::move(path)), file_(files.open(path_)), length_(file_->length()) {}

std::size_t InputFile::read_at(std::uint64_t offset, std::span<std::byte> into) const {
  std::size_t done = 0;
  while (done < into.size()) {
    const std::size_t got = file_->read_some(offset + done, into.subspan(done));
    if (got == 0) break;
    done += got;
  }
  return done;
}

ReplacementFile::ReplacementFile(std::string path, FileSystem& files)
    : files_(files), path_(std::move(path)) {
  if (path_.empty()) refuse_to_write(path_, "the path is empty");
  const PathKind kind = files_.kind_of(path_);
  if (kind == PathKind::kFolder) refuse_to_write(path_, "it is a folder");
  if (kind == PathKind::kOther) refuse_to_write(path_, "it is not a regular file");
  static std::atomic<unsigned> counter{0};
  const std::string stem = path_ + ".tmp-" + process_number() + "-";
  do {
    temporary_ = stem + std::to_string(counter++);
    file_ = files_.create(temporary_, path_);
  } while (file_ == nullptr);
}

ReplacementFile::~ReplacementFile() {
  if (in_place_) return;
  file_.reset();
  try {
    files_.remove(temporary_);
  } catch (const std::exception&) {
    // It stays behind, as after a killed process; what went wrong before is reported.
  }
}

void ReplacementFile::commit() {
  file_->sync();
  file_->close();
  put_in_place();
}

std::unique_ptr<AppendableFile> ReplacementFile::commit_and_keep_open() {
  file_->sync();
  put_in_place();
  return std::move(file_);
}

void ReplacementFile::put_in_place() {
  // The folder is opened before the rename, while all can still be undone.
  const std::unique_ptr<OpenFolder> folder = files_.open_folder(folder_of(path_));
  files_.rename(temporary_, path_);
  in_place_ = true;
  folder->sync();
}

}  // namespace orthant
