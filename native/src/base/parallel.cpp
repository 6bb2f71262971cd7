#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace orthant {

void Parallel::for_each_chunk(std::int64_t chunks,
                              const std::function<void(std::int64_t)>& body) const {
  std::atomic<std::int64_t> next{0};
  std::exception_ptr failure;
  std::int64_t failed_chunk = chunks;
  std::mutex failure_mutex;
  const auto work = [&]() noexcept {
    for (std::int64_t chunk = next++; chunk < chunks; chunk = next++) {
      try {
        body(chunk);
      } catch (const std::exception&) {
        const std::lock_guard lock(failure_mutex);
        if (chunk < failed_chunk) {
          failure = std::current_exception();
          failed_chunk = chunk;
        }
        next = chunks;  // the chunks before this one are claimed and run on
      }
    }
  };
  const std::int64_t helpers = std::min<std::int64_t>(threads_, chunks) - 1;
  std::vector<std::thread> threads;
  if (helpers > 0) threads.reserve(static_cast<std::size_t>(helpers));
  try {
    for (std::int64_t i = 0; i < helpers; ++i) threads.emplace_back(work);
  } catch (const std::exception&) {
    // No thread to be had, or no memory for one: those that run claim its chunks. To leave here
    // would destroy running threads, which ends the process.
  }
  work();
  for (std::thread& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
}

void Parallel::for_each_block(std::int64_t rows, std::int64_t block,
                              const std::function<void(std::int64_t, std::int64_t)>& body) const {
  for_each_chunk((rows + block - 1) / block, [&](std::int64_t chunk) {
    const std::int64_t first = chunk * block;
    body(first, std::min(rows, first + block));
  });
}

}  // namespace orthant
