// A file system in memory that fails, or loses power, where a test wants it to.
//
// Bytes and names are volatile until they are synced, each for itself: a file's bytes by its sync,
// a folder's names by the folder's. `lose_power` keeps what was synced and, of the rest, what a
// seed says: a prefix of the writes or any subset of them, torn at sectors of 512 bytes, and of the
// changes to names a prefix or any subset.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/rng.h"
#include "store/file_system.h"

namespace orthant::testing {

enum class Fault { kNone, kIo, kFull, kShortWrite };

class MemoryFiles final : public FileSystem {
 public:
  MemoryFiles();
  ~MemoryFiles() override;

  // Call number `at` (from 0) fails, and if `for_good` every one after it. kShortWrite: a write
  // takes some bytes only, then the next fails with a full disk. kFull: only what needs space
  // fails.
  void fail_at(std::int64_t at, Fault fault, bool for_good);
  void fail_never() { fail_at(-1, Fault::kNone, false); }
  [[nodiscard]] std::int64_t calls() const;
  // How often a fault struck.
  [[nodiscard]] std::int64_t struck() const;

  // What a disk may hold after a failure of power; locks are gone.
  [[nodiscard]] std::unique_ptr<MemoryFiles> lose_power(Rng& rng) const;

  // Whole files, for tests that damage them.
  [[nodiscard]] std::vector<std::byte> bytes(const std::string& path) const;
  void set_bytes(const std::string& path, std::vector<std::byte> bytes);
  [[nodiscard]] std::unique_ptr<MemoryFiles> copy() const;

  [[nodiscard]] PathKind kind_of(const std::string& path) override;
  [[nodiscard]] std::unique_ptr<ReadableFile> open(const std::string& path) override;
  [[nodiscard]] std::unique_ptr<AppendableFile> create(const std::string& path,
                                                       const std::string& title) override;
  [[nodiscard]] std::unique_ptr<OpenFolder> open_folder(const std::string& path) override;
  [[nodiscard]] std::vector<std::string> list(const std::string& folder) override;
  void rename(const std::string& from, const std::string& to) override;
  void remove(const std::string& path) override;
  [[nodiscard]] std::unique_ptr<FileLock> lock(const std::string& path) override;

 private:
  friend class MemoryAppendableFile;
  friend class MemoryReadableFile;
  friend class MemoryFolder;
  friend class MemoryLock;

  struct Write {
    std::uint64_t offset = 0;
    std::vector<std::byte> bytes;
    bool truncates = false;  // to `offset`
  };
  struct Node {
    std::vector<std::byte> live;
    std::vector<std::byte> durable;
    std::vector<Write> pending;
  };
  using Names = std::map<std::string, std::shared_ptr<Node>>;
  struct NameChange {
    std::vector<std::pair<std::string, std::shared_ptr<Node>>> set;  // nullptr: removed
  };

  static void apply(std::vector<std::byte>& bytes, const Write& write);
  static void apply(Names& names, const NameChange& change);
  static std::vector<std::byte> survivors(const Node& node, Rng& rng);
  void strike(const char* deed, const std::string& path, bool needs_space);
  void change_names(NameChange change);

  mutable std::mutex mutex_;
  Names names_;
  Names durable_names_;
  std::vector<NameChange> pending_names_;
  std::set<std::string> locked_;
  std::int64_t calls_ = 0;
  std::int64_t struck_ = 0;
  std::int64_t fail_at_ = -1;
  Fault fault_ = Fault::kNone;
  bool for_good_ = false;
};

}  // namespace orthant::testing
