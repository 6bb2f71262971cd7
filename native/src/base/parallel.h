// Runs independent chunks on up to `threads` threads, the caller among them: threads claim chunks
// by an atomic counter, so none waits for one that has not started. A chunk's result must not
// depend on which thread runs it; with that, no result of the library depends on the number of
// threads.
#pragma once

#include <cstdint>
#include <functional>

namespace orthant {

class Parallel {
 public:
  explicit Parallel(int threads) : threads_(threads) {}

  [[nodiscard]] int threads() const noexcept { return threads_; }

  // Calls body(chunk) once for each 0 <= chunk < chunks. After an exception no more chunks are
  // claimed, and when all threads have left, that of the first chunk that failed is rethrown here:
  // the same one at any number of threads. If a thread cannot be started, the others do its work.
  void for_each_chunk(std::int64_t chunks, const std::function<void(std::int64_t)>& body) const;

  // The same over [0, rows) in blocks of at most `block` rows: body(first, last).
  void for_each_block(std::int64_t rows, std::int64_t block,
                      const std::function<void(std::int64_t, std::int64_t)>& body) const;

 private:
  int threads_;
};

}  // namespace orthant
