#include "answer.h"

#include <algorithm>
#include <functional>
#include <thread>
#include <utility>

#include "measure.h"
#include "orthant/orthant.h"

namespace orthant::bench {
namespace {

// On threads of their own, but for the caller's.
void work_together(BatchSearch& batch, int threads) {
  std::vector<std::thread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back([&] { batch.work(); });
  batch.work();
  for (std::thread& other : others) other.join();
}

}  // namespace

SearchRequest nearest(std::int64_t k) { return {.k = k, .radius = ORTHANT_MAX_BITS}; }

OneByOne::OneByOne(std::shared_ptr<const SearchView> view, const SearchRequest& request)
    : searcher_(view), request_(request), words_(words_for(view->bits)) {
  searcher_.reserve(request.k);
}

std::int64_t OneByOne::search(const std::uint64_t* query) {
  std::copy_n(query, words_, searcher_.query());
  return searcher_.search(request_);
}

void OneByOne::run(const PackedCodes& queries, std::int64_t first, std::int64_t count) {
  for (std::int64_t q = first; q < first + count; ++q) {
    use(static_cast<std::uint64_t>(search(queries.row(q))));
  }
}

Answer OneByOne::find(const std::uint64_t* query) {
  const std::int64_t hits = search(query);
  return {{searcher_.ids(), searcher_.ids() + hits},
          {searcher_.distances(), searcher_.distances() + hits}};
}

void run_batch(const std::shared_ptr<const SearchView>& view, const PackedCodes& queries,
               const SearchRequest& request, int threads) {
  PackedCodes copy(queries.rows(), queries.bits());
  std::copy_n(queries.data(), queries.rows() * queries.words(), copy.data());
  BatchSearch batch(view, std::move(copy), {}, nullptr, request);
  work_together(batch, threads);
  use(static_cast<std::uint64_t>(batch.hits(0)));
}

std::vector<Answer> find_batch(const std::shared_ptr<const SearchView>& view,
                               const PackedCodes& queries, const SearchRequest& request) {
  PackedCodes copy(queries.rows(), queries.bits());
  std::copy_n(queries.data(), queries.rows() * queries.words(), copy.data());
  BatchSearch batch(view, std::move(copy), {}, nullptr, request);
  work_together(batch, 1);
  std::vector<Answer> answers;
  for (std::int64_t q = 0; q < queries.rows(); ++q) {
    answers.push_back({{batch.ids(q), batch.ids(q) + batch.hits(q)},
                       {batch.distances(q), batch.distances(q) + batch.hits(q)}});
  }
  return answers;
}

void require_equal(const std::vector<Answer>& actual, const std::vector<Answer>& expected,
                   const std::string& what) {
  for (std::size_t q = 0; q < expected.size(); ++q) {
    if (q >= actual.size() || actual[q] != expected[q]) {
      fail(what + ": query " + std::to_string(q) +
           " has other neighbours than by the plain search");
    }
  }
}

}  // namespace orthant::bench
