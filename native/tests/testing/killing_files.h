// A file system that ends its process, as kill -9 does, at one of its calls.
#pragma once

#include <csignal>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "store/file_system.h"

namespace orthant::testing {

class KillingFiles final : public FileSystem {
 public:
  // kWithin: half of a write is done; other calls: as kAfter.
  enum class Moment { kBefore, kWithin, kAfter };

  KillingFiles(FileSystem& files, std::int64_t at, Moment moment)
      : files_(files), at_(at), moment_(moment) {}

  [[nodiscard]] PathKind kind_of(const std::string& path) override { return files_.kind_of(path); }
  [[nodiscard]] std::unique_ptr<ReadableFile> open(const std::string& path) override {
    return files_.open(path);
  }
  [[nodiscard]] std::unique_ptr<AppendableFile> create(const std::string& path,
                                                       const std::string& title) override {
    const Call call(*this);
    auto file = files_.create(path, title);
    if (file == nullptr) return nullptr;
    return std::make_unique<Appendable>(*this, std::move(file));
  }
  [[nodiscard]] std::unique_ptr<OpenFolder> open_folder(const std::string& path) override {
    return std::make_unique<Folder>(*this, files_.open_folder(path));
  }
  [[nodiscard]] std::vector<std::string> list(const std::string& folder) override {
    return files_.list(folder);
  }
  void rename(const std::string& from, const std::string& to) override {
    const Call call(*this);
    files_.rename(from, to);
  }
  void remove(const std::string& path) override {
    const Call call(*this);
    files_.remove(path);
  }
  [[nodiscard]] std::unique_ptr<FileLock> lock(const std::string& path) override {
    const Call call(*this);
    return files_.lock(path);
  }

 private:
  // A call that changes something: counted, and deadly if its number is up.
  class Call {
   public:
    explicit Call(KillingFiles& files)
        : deadly_(files.calls_++ == files.at_), moment_(files.moment_) {
      if (deadly_ && moment_ == Moment::kBefore) die();
    }
    ~Call() {
      if (deadly_) die();
    }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    [[nodiscard]] bool dies_within() const { return deadly_ && moment_ == Moment::kWithin; }

   private:
    static void die() { std::raise(SIGKILL); }
    bool deadly_;
    Moment moment_;
  };

  class Appendable final : public AppendableFile {
   public:
    Appendable(KillingFiles& files, std::unique_ptr<AppendableFile> file)
        : files_(files), file_(std::move(file)) {}
    [[nodiscard]] std::size_t write_some(std::span<const std::byte> bytes) override {
      const Call call(files_);
      return file_->write_some(call.dies_within() ? bytes.first(bytes.size() / 2) : bytes);
    }
    void truncate(std::uint64_t length) override {
      const Call call(files_);
      file_->truncate(length);
    }
    void sync() override {
      const Call call(files_);
      file_->sync();
    }
    void close() override {
      const Call call(files_);
      file_->close();
    }

   private:
    KillingFiles& files_;
    std::unique_ptr<AppendableFile> file_;
  };

  class Folder final : public OpenFolder {
   public:
    Folder(KillingFiles& files, std::unique_ptr<OpenFolder> folder)
        : files_(files), folder_(std::move(folder)) {}
    void sync() override {
      const Call call(files_);
      folder_->sync();
    }

   private:
    KillingFiles& files_;
    std::unique_ptr<OpenFolder> folder_;
  };

  FileSystem& files_;
  std::int64_t at_;
  Moment moment_;
  std::int64_t calls_ = 0;
};

}  // namespace orthant::testing
