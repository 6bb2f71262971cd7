// How a long computation runs: on how many threads, and until when. Every chunk of work first asks
// whether the caller has cancelled; chunks are cut so that this happens every few milliseconds.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/error.h"
#include "base/parallel.h"

namespace orthant {

class Work {
 public:
  // `cancelled` is borrowed and may be set by another thread at any time.
  Work(int threads, const std::atomic<bool>& cancelled)
      : parallel_(threads), cancelled_(&cancelled) {}

  [[nodiscard]] int threads() const noexcept { return parallel_.threads(); }

  // Throws Error(ORTHANT_CANCELLED) if the work was cancelled.
  void poll() const {
    if (cancelled_->load(std::memory_order_relaxed)) {
      throw Error(ORTHANT_CANCELLED, "the training was cancelled");
    }
  }

  // As in Parallel, with a poll before each chunk or block.
  void for_each_chunk(std::int64_t chunks, const std::function<void(std::int64_t)>& body) const {
    parallel_.for_each_chunk(chunks, [&](std::int64_t chunk) {
      poll();
      body(chunk);
    });
  }
  void for_each_block(std::int64_t rows, std::int64_t block,
                      const std::function<void(std::int64_t, std::int64_t)>& body) const {
    parallel_.for_each_block(rows, block, [&](std::int64_t first, std::int64_t last) {
      poll();
      body(first, last);
    });
  }

  // The sum of body(first, last) over the blocks, added in the blocks' order: the same double at
  // any number of threads.
  [[nodiscard]] double sum_over_blocks(
      std::int64_t rows, std::int64_t block,
      const std::function<double(std::int64_t, std::int64_t)>& body) const {
    std::vector<double> partial(static_cast<std::size_t>((rows + block - 1) / block));
    for_each_block(rows, block, [&](std::int64_t first, std::int64_t last) {
      partial[static_cast<std::size_t>(first / block)] = body(first, last);
    });
    double sum = 0.0;
    for (const double value : partial) sum += value;
    return sum;
  }

 private:
  Parallel parallel_;
  const std::atomic<bool>* cancelled_;
};

}  // namespace orthant
