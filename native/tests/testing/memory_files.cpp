#include "testing/memory_files.h"

#include <algorithm>
#include <utility>

#include "base/error.h"

namespace orthant::testing {

class MemoryReadableFile final : public ReadableFile {
 public:
  MemoryReadableFile(MemoryFiles& files, std::string path, std::vector<std::byte> bytes)
      : files_(files), path_(std::move(path)), bytes_(std::move(bytes)) {}
  [[nodiscard]] std::uint64_t length() const override { return bytes_.size(); }
  [[nodiscard]] std::size_t read_some(std::uint64_t offset,
                                      std::span<std::byte> into) const override {
    const std::lock_guard lock(files_.mutex_);
    files_.strike("read", path_, false);
    if (offset >= bytes_.size()) return 0;
    // Half of what is asked for, so that readers must go on.
    const std::size_t half = std::max<std::size_t>(1, into.size() / 2);
    const std::size_t count = std::min({into.size(), half, bytes_.size() - offset});
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), count, into.begin());
    return count;
  }
  [[nodiscard]] std::shared_ptr<const std::byte> map() const override {
    const std::lock_guard lock(files_.mutex_);
    files_.strike("map", path_, false);
    const auto copy = std::make_shared<const std::vector<std::byte>>(bytes_);
    return {copy, copy->data()};
  }

 private:
  MemoryFiles& files_;
  std::string path_;
  std::vector<std::byte> bytes_;
};

class MemoryAppendableFile final : public AppendableFile {
 public:
  MemoryAppendableFile(MemoryFiles& files, std::string title,
                       std::shared_ptr<MemoryFiles::Node> node)
      : files_(files), title_(std::move(title)), node_(std::move(node)) {}

  [[nodiscard]] std::size_t write_some(std::span<const std::byte> bytes) override {
    const std::lock_guard lock(files_.mutex_);
    std::size_t count = bytes.size();
    const bool shorten = files_.fault_ == Fault::kShortWrite && files_.calls_ == files_.fail_at_;
    if (shorten) {
      ++files_.calls_;
      ++files_.struck_;
      count = std::max<std::size_t>(1, count / 2);
      files_.fault_ = Fault::kFull;
      ++files_.fail_at_;
    } else {
      files_.strike("write", title_, true);
    }
    MemoryFiles::Write write{node_->live.size(),
                             {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count)},
                             false};
    MemoryFiles::apply(node_->live, write);
    node_->pending.push_back(std::move(write));
    return count;
  }
  void truncate(std::uint64_t length) override {
    const std::lock_guard lock(files_.mutex_);
    files_.strike("cut the end off", title_, false);
    MemoryFiles::Write write{length, {}, true};
    MemoryFiles::apply(node_->live, write);
    node_->pending.push_back(std::move(write));
  }
  // What a failed sync did not write is dropped, though it can still be read.
  void sync() override {
    const std::lock_guard lock(files_.mutex_);
    try {
      files_.strike("sync", title_, true);
    } catch (const Error&) {
      node_->pending.clear();
      throw;
    }
    for (const MemoryFiles::Write& write : node_->pending) {
      MemoryFiles::apply(node_->durable, write);
    }
    node_->pending.clear();
  }
  void close() override {
    const std::lock_guard lock(files_.mutex_);
    files_.strike("close", title_, false);
  }

 private:
  MemoryFiles& files_;
  std::string title_;
  std::shared_ptr<MemoryFiles::Node> node_;
};

class MemoryFolder final : public OpenFolder {
 public:
  MemoryFolder(MemoryFiles& files, std::string path) : files_(files), path_(std::move(path)) {}
  void sync() override {
    const std::lock_guard lock(files_.mutex_);
    files_.strike("sync folder", path_, true);
    files_.durable_names_ = files_.names_;
    files_.pending_names_.clear();
  }

 private:
  MemoryFiles& files_;
  std::string path_;
};

class MemoryLock final : public FileLock {
 public:
  MemoryLock(MemoryFiles& files, std::string path) : files_(files), path_(std::move(path)) {}
  ~MemoryLock() override {
    const std::lock_guard lock(files_.mutex_);
    files_.locked_.erase(path_);
  }
  MemoryLock(const MemoryLock&) = delete;
  MemoryLock& operator=(const MemoryLock&) = delete;

 private:
  MemoryFiles& files_;
  std::string path_;
};

MemoryFiles::MemoryFiles() = default;
MemoryFiles::~MemoryFiles() = default;

void MemoryFiles::fail_at(std::int64_t at, Fault fault, bool for_good) {
  const std::lock_guard lock(mutex_);
  calls_ = 0;
  struck_ = 0;
  fail_at_ = at;
  fault_ = fault;
  for_good_ = for_good;
}

std::int64_t MemoryFiles::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

std::int64_t MemoryFiles::struck() const {
  const std::lock_guard lock(mutex_);
  return struck_;
}

void MemoryFiles::strike(const char* deed, const std::string& path, bool needs_space) {
  const std::int64_t call = calls_++;
  const bool now =
      fault_ != Fault::kNone && fail_at_ >= 0 && (for_good_ ? call >= fail_at_ : call == fail_at_);
  if (!now || (fault_ == Fault::kFull && !needs_space) || fault_ == Fault::kShortWrite) return;
  ++struck_;
  const char* reason = fault_ == Fault::kFull ? "No space left on device" : "Input/output error";
  throw Error(ORTHANT_IO, std::string("cannot ") + deed + " '" + path + "': " + reason);
}

void MemoryFiles::apply(std::vector<std::byte>& bytes, const Write& write) {
  if (write.truncates) {
    bytes.resize(std::min<std::size_t>(bytes.size(), write.offset));
    return;
  }
  if (bytes.size() < write.offset + write.bytes.size()) {
    bytes.resize(write.offset + write.bytes.size());
  }
  std::copy(write.bytes.begin(), write.bytes.end(),
            bytes.begin() + static_cast<std::ptrdiff_t>(write.offset));
}

void MemoryFiles::apply(Names& names, const NameChange& change) {
  for (const auto& [name, node] : change.set) {
    if (node == nullptr) {
      names.erase(name);
    } else {
      names[name] = node;
    }
  }
}

void MemoryFiles::change_names(NameChange change) {
  apply(names_, change);
  pending_names_.push_back(std::move(change));
}

std::vector<std::byte> MemoryFiles::survivors(const Node& node, Rng& rng) {
  constexpr std::size_t kSector = 512;
  std::vector<std::byte> bytes = node.durable;
  const bool prefix = rng.below(2) == 0;
  const std::uint64_t kept = rng.below(node.pending.size() + 1);
  for (std::size_t i = 0; i < node.pending.size(); ++i) {
    Write write = node.pending[i];
    if (prefix ? i > kept : (!write.truncates && rng.below(2) == 0)) continue;
    const bool torn = prefix ? i == kept : rng.below(4) == 0;
    if (torn && write.truncates) continue;
    if (torn) {
      const std::size_t sectors = rng.below(write.bytes.size() / kSector + 1);
      write.bytes.resize(std::min(write.bytes.size(), sectors * kSector + rng.below(2) * 7));
    }
    apply(bytes, write);
  }
  return bytes;
}

std::unique_ptr<MemoryFiles> MemoryFiles::lose_power(Rng& rng) const {
  const std::lock_guard lock(mutex_);
  Names names = durable_names_;
  const bool prefix = rng.below(2) == 0;
  const std::uint64_t kept = rng.below(pending_names_.size() + 1);
  for (std::size_t i = 0; i < pending_names_.size(); ++i) {
    if (prefix ? i < kept : rng.below(2) == 0) apply(names, pending_names_[i]);
  }
  auto after = std::make_unique<MemoryFiles>();
  for (const auto& [name, node] : names) {
    auto fresh = std::make_shared<Node>();
    fresh->live = survivors(*node, rng);
    fresh->durable = fresh->live;
    after->names_[name] = fresh;
  }
  after->durable_names_ = after->names_;
  return after;
}

std::vector<std::byte> MemoryFiles::bytes(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  return names_.at(path)->live;
}

void MemoryFiles::set_bytes(const std::string& path, std::vector<std::byte> bytes) {
  const std::lock_guard lock(mutex_);
  auto node = std::make_shared<Node>();
  node->live = bytes;
  node->durable = std::move(bytes);
  names_[path] = node;
  durable_names_[path] = node;
}

std::unique_ptr<MemoryFiles> MemoryFiles::copy() const {
  const std::lock_guard lock(mutex_);
  auto same = std::make_unique<MemoryFiles>();
  for (const auto& [name, node] : names_) {
    auto fresh = std::make_shared<Node>();
    fresh->live = node->live;
    fresh->durable = node->live;
    same->names_[name] = fresh;
  }
  same->durable_names_ = same->names_;
  return same;
}

PathKind MemoryFiles::kind_of(const std::string& path) {
  const std::lock_guard lock(mutex_);
  if (path.find('/') == std::string::npos) return PathKind::kFolder;
  return names_.count(path) > 0 ? PathKind::kFile : PathKind::kNothing;
}

std::unique_ptr<ReadableFile> MemoryFiles::open(const std::string& path) {
  const std::lock_guard lock(mutex_);
  strike("open", path, false);
  const auto found = names_.find(path);
  if (found == names_.end()) {
    throw Error(ORTHANT_IO, "cannot open '" + path + "': No such file or directory");
  }
  return std::make_unique<MemoryReadableFile>(*this, path, found->second->live);
}

std::unique_ptr<AppendableFile> MemoryFiles::create(const std::string& path,
                                                    const std::string& title) {
  const std::lock_guard lock(mutex_);
  strike("create a file beside", title, true);
  if (names_.count(path) > 0) return nullptr;
  auto node = std::make_shared<Node>();
  change_names({{{path, node}}});
  return std::make_unique<MemoryAppendableFile>(*this, title, node);
}

std::unique_ptr<OpenFolder> MemoryFiles::open_folder(const std::string& path) {
  const std::lock_guard lock(mutex_);
  strike("open folder", path, false);
  return std::make_unique<MemoryFolder>(*this, path);
}

std::vector<std::string> MemoryFiles::list(const std::string& folder) {
  const std::lock_guard lock(mutex_);
  strike("list folder", folder, false);
  std::vector<std::string> names;
  for (const auto& [path, node] : names_) {
    if (path.starts_with(folder + "/")) names.push_back(path.substr(folder.size() + 1));
  }
  return names;
}

void MemoryFiles::rename(const std::string& from, const std::string& to) {
  const std::lock_guard lock(mutex_);
  strike("put in place", to, true);
  const auto node = names_.at(from);
  change_names({{{from, nullptr}, {to, node}}});
}

void MemoryFiles::remove(const std::string& path) {
  const std::lock_guard lock(mutex_);
  strike("remove", path, false);
  change_names({{{path, nullptr}}});
}

std::unique_ptr<FileLock> MemoryFiles::lock(const std::string& path) {
  const std::lock_guard lock(mutex_);
  strike("lock", path, true);
  if (!locked_.insert(path).second) return nullptr;
  return std::make_unique<MemoryLock>(*this, path);
}

}  // namespace orthant::testing
