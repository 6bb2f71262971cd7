// All engines must give equal answers to all questions: scans row by row, of groups and of batches,
// tables, the automatic choice, segments with deltas and dead rows, snapshots of an index that
// changes. ORTHANT_DIFFERENTIAL sets the number of questions, ORTHANT_DIFFERENTIAL_SEED the first
// seed; a failure names the seed that repeats it.
#include <iostream>

#include <gtest/gtest.h>

#include "campaigns/differential_data.h"
#include "campaigns/differential_engines.h"
#include "search/batch_search.h"
#include "search/searcher.h"
#include "testing/campaign.h"

namespace orthant {
namespace {

using testing::DataSet;
using testing::Engine;
using testing::Question;

// From here on the long indexes are a million codes and more.
constexpr std::int64_t kLongCampaign = 100000;

std::int64_t questions_wanted() { return testing::campaign("ORTHANT_DIFFERENTIAL", 10000); }
std::int64_t first_seed() { return testing::campaign("ORTHANT_DIFFERENTIAL_SEED", 1); }

struct Tally {
  std::int64_t questions = 0;  // asked of a set of rows
  std::int64_t answers = 0;    // compared
  std::int64_t batches = 0;    // of these, answers out of batches
  std::int64_t bounded = 0;    // answers under a budget, verified
};

// One set of rows, searched in all ways.
class Comparison {
 public:
  Comparison(std::uint64_t seed, const std::string& kind, std::int64_t rows, std::int32_t bits,
             Tally& tally)
      : rng_(seed),
        data_(testing::draw_data(rng_, kind, rows, bits)),
        engines_(testing::engines_over(rng_, data_)),
        tally_(tally),
        where_("seed " + std::to_string(seed) + ", " + data_.what) {
    for (const Engine& engine : engines_) {
      searchers_.emplace_back(rng_.below(2) == 0 ? engine.view : engines_.front().view);
      searchers_.back().follow(engine.view);
    }
  }

  void ask(std::int64_t questions, std::int64_t queries) {
    for (std::int64_t i = 0; i < questions && !::testing::Test::HasFailure(); ++i) {
      ask_all(testing::draw_question(rng_, data_), testing::draw_queries(rng_, data_, queries));
    }
  }

 private:
  // Verifying sorts all rows.
  static constexpr std::int64_t kMostRowsToVerify = 3000;

  void ask_all(const Question& question, const std::vector<std::uint64_t>& queries) {
    std::vector<std::vector<NaiveHit>> answers;
    for (std::size_t q = 0; q * words() < queries.size(); ++q) {
      answers.push_back(testing::right_answer(data_, question, queries.data() + q * words()));
    }
    tally_.questions += static_cast<std::int64_t>(answers.size());
    for (std::size_t e = 0; e < engines_.size() && !::testing::Test::HasFailure(); ++e) {
      const auto filter = testing::filter_of(rng_, data_, question, engines_[e].by_number);
      search(e, question, filter, queries, answers);
      search_batch(engines_[e], question, filter, queries, answers);
      if (data_.rows() <= kMostRowsToVerify) search_bounded(e, question, queries);
    }
  }

  void search(std::size_t e, const Question& question,
              const std::shared_ptr<const RowFilter>& filter,
              const std::vector<std::uint64_t>& queries,
              const std::vector<std::vector<NaiveHit>>& answers) {
    Searcher& searcher = searchers_[e];
    const SearchRequest request = request_to(engines_[e], question);
    searcher.set_filter(filter);
    std::ranges::copy(question.mask, searcher.mask());
    searcher.reserve(request.k > 0 ? request.k : static_cast<std::int64_t>(rng_.below(50)));
    for (std::size_t q = 0; q < answers.size(); ++q) {
      std::copy_n(queries.data() + q * words(), words(), searcher.query());
      std::int64_t hits = searcher.search(request);
      if (hits > searcher.room() && !request.count_only) {
        searcher.reserve(hits);
        hits = searcher.search(request);
      }
      compare(e, question, answers[q], hits, searcher.ids(), searcher.distances(), "");
      if (!is_proved(searcher, question, answers[q])) fail(e, question, "not proved", searcher);
      const bool verify = data_.rows() <= kMostRowsToVerify && rng_.below(32) == 0;
      if (verify && !searcher.verify()) fail(e, question, "not verified", searcher);
      if (::testing::Test::HasFailure()) return;
    }
  }

  void search_batch(const Engine& engine, const Question& question,
                    const std::shared_ptr<const RowFilter>& filter,
                    const std::vector<std::uint64_t>& queries,
                    const std::vector<std::vector<NaiveHit>>& answers) {
    const auto count = static_cast<std::int64_t>(answers.size());
    BatchSearch batch(engine.view, testing::packed(queries, count, data_.bits), question.mask,
                      filter, request_to(engine, question));
    batch.work();
    const auto e = static_cast<std::size_t>(&engine - engines_.data());
    for (std::int64_t q = 0; q < count && !::testing::Test::HasFailure(); ++q) {
      compare(e, question, answers[static_cast<std::size_t>(q)], batch.hits(q), batch.ids(q),
              batch.distances(q), "batch, ");
    }
    tally_.batches += count;
  }

  // With a budget the answer is what the searcher says it is.
  void search_bounded(std::size_t e, const Question& question,
                      const std::vector<std::uint64_t>& queries) {
    constexpr std::int64_t kBetweenLooks = 4096;  // at the budget, codes
    Searcher& searcher = searchers_[e];
    SearchRequest request = request_to(engines_[e], question);
    request.budgeted = true;
    const std::uint64_t q = rng_.below(queries.size() / words());
    std::copy_n(queries.data() + q * words(), words(), searcher.query());
    const auto most = static_cast<std::uint64_t>(data_.rows()) + 2;
    const auto codes = static_cast<std::int64_t>(rng_.below(3) == 0 ? 0 : rng_.below(most));
    searcher.budget()[0] = codes;
    searcher.budget()[1] = rng_.below(8) == 0 ? 0 : Budget::kUnlimited;
    searcher.search(request);
    if (!searcher.verify() || searcher.stats().compared > codes + kBetweenLooks) {
      fail(e, question, "wrong within a budget of " + std::to_string(codes), searcher);
    }
    ++tally_.bounded;
  }

  // A search without a budget is exact and has proved as much as the answer needs.
  [[nodiscard]] bool is_proved(const Searcher& searcher, const Question& question,
                               const std::vector<NaiveHit>& answer) const {
    const std::int64_t wanted = std::min(question.request.k, data_.rows());
    const bool full = wanted > 0 && static_cast<std::int64_t>(answer.size()) == wanted;
    const std::int32_t needed =
        full ? answer.back().distance - 1 : std::min(question.request.radius, data_.bits);
    return searcher.stats().exact && searcher.stats().proved_radius >= needed;
  }

  [[nodiscard]] static SearchRequest request_to(const Engine& engine, const Question& question) {
    SearchRequest request = question.request;
    request.by_scan = engine.by_scan;
    request.by_probing = engine.by_probing;
    return request;
  }

  void compare(std::size_t e, const Question& question, const std::vector<NaiveHit>& answer,
               std::int64_t hits, const std::int64_t* ids, const std::int32_t* distances,
               const std::string& how) {
    ++tally_.answers;
    if (hits != static_cast<std::int64_t>(answer.size())) {
      ADD_FAILURE() << how << about(e, question) << ": " << hits << " hits, not " << answer.size();
      return;
    }
    if (question.request.count_only) return;
    for (std::size_t i = 0; i < answer.size(); ++i) {
      const auto number = static_cast<std::size_t>(answer[i].id);
      const std::int64_t id = engines_[e].by_number ? answer[i].id : data_.keys[number];
      if (ids[i] == id && distances[i] == answer[i].distance) continue;
      ADD_FAILURE() << how << about(e, question) << ": hit " << i << " is " << ids[i] << " at "
                    << distances[i] << ", not " << id << " at " << answer[i].distance;
      return;
    }
  }

  void fail(std::size_t e, const Question& question, const std::string& what,
            const Searcher& searcher) const {
    ADD_FAILURE() << about(e, question) << ": " << what << "\n" << searcher.explain();
  }

  [[nodiscard]] std::string about(std::size_t e, const Question& question) const {
    return where_ + "; " + engines_[e].what + ", " + question.what;
  }

  [[nodiscard]] std::size_t words() const { return static_cast<std::size_t>(data_.words()); }

  Rng rng_;
  DataSet data_;
  std::vector<Engine> engines_;
  std::vector<Searcher> searchers_;
  Tally& tally_;
  std::string where_;
};

void print(const Tally& tally, std::int64_t sets) {
  std::cout << tally.questions << " queries of " << sets << " sets of codes (first seed "
            << first_seed() << "): " << tally.answers << " answers equal, " << tally.batches
            << " of them out of batches; " << tally.bounded << " verified under budgets\n";
}

TEST(Differential, AllEnginesAgree) {
  const std::vector<std::int32_t> bits = {1,   2,   3,   7,   8,   17,  24,  31,  32,  33,
                                          48,  63,  64,  64,  64,  65,  70,  96,  100, 127,
                                          128, 129, 190, 192, 200, 256, 257, 300, 512, 1024};
  const std::vector<std::string> kinds = {"uniform",  "clustered", "skewed", "equal",
                                          "repeated", "all equal", "ties"};
  constexpr std::int64_t kMostRows = 6000;
  Tally tally;
  std::int64_t set = 0;
  for (; tally.questions < questions_wanted() && !HasFailure(); ++set) {
    const auto seed = static_cast<std::uint64_t>(first_seed() + set);
    Rng rng(seed ^ 0x5EED);
    const std::int32_t length = testing::one_of(rng, bits);
    const std::string kind = testing::one_of(rng, kinds);
    Comparison comparison(seed, kind, testing::draw_rows(rng, kMostRows), length, tally);
    comparison.ask(12, 24);
  }
  print(tally, set);
}

struct LongSet {
  const char* kind;
  std::int64_t rows;
  std::int32_t bits;
};

TEST(Differential, OnLongIndexes) {
  std::vector<LongSet> sets = {{"uniform", 100000, 64}, {"repeated", 100000, 100}};
  if (questions_wanted() >= kLongCampaign) {
    sets.push_back({"clustered", 200000, 129});
    sets.push_back({"clustered", 1000000, 64});
    sets.push_back({"repeated", 1500000, 61});
  }
  Tally tally;
  std::int64_t rounds = 0;
  for (; rounds == 0 || rounds < questions_wanted() / (10 * kLongCampaign); ++rounds) {
    for (std::size_t s = 0; s < sets.size() && !HasFailure(); ++s) {
      const std::int64_t seed = first_seed() + rounds * 100 + static_cast<std::int64_t>(s);
      Comparison comparison(static_cast<std::uint64_t>(seed), sets[s].kind, sets[s].rows,
                            sets[s].bits, tally);
      comparison.ask(6, 4);
    }
  }
  print(tally, rounds * static_cast<std::int64_t>(sets.size()));
  std::cout << "the longest of " << sets.back().rows << " codes; of 1,500,000 from "
            << kLongCampaign << " queries on\n";
}

}  // namespace
}  // namespace orthant
