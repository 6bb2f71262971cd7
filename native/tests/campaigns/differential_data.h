// What a differential test asks, of which rows, and the right answers: a plain loop over all rows
// that shares nothing with the library but the layout of codes.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "base/rng.h"
#include "data/row_filter.h"
#include "search/naive_search.h"
#include "search/table_data.h"
#include "testing/codes.h"
#include "testing/views.h"

namespace orthant::testing {

// The live rows of a view with keys, by ascending key. Numbering them gives the same order of ids,
// so an index without keys must give the same answers, up to that numbering.
struct DataSet {
  std::string what;
  std::int32_t bits = 0;
  std::vector<std::int64_t> keys;
  std::vector<std::uint64_t> codes;
  std::shared_ptr<const SearchView> parts;  // segments, deltas and dead rows

  [[nodiscard]] std::int64_t rows() const { return static_cast<std::int64_t>(keys.size()); }
  [[nodiscard]] std::int32_t words() const { return words_for(bits); }
  [[nodiscard]] const std::uint64_t* row(std::int64_t i) const {
    return codes.data() + i * words();
  }
};

template <typename T>
const T& one_of(Rng& rng, const std::vector<T>& choices) {
  return choices[rng.below(choices.size())];
}

// A number up to `most` whose logarithm is uniform; now and then none or one.
inline std::int64_t draw_rows(Rng& rng, std::int64_t most) {
  const std::uint64_t corner = rng.below(20);
  if (corner < 2) return static_cast<std::int64_t>(corner);
  return std::llround(std::exp(rng.uniform() * std::log(static_cast<double>(most))));
}

inline std::vector<std::uint64_t> draw_codes(Rng& rng, const std::string& kind, std::int64_t rows,
                                             std::int32_t bits) {
  if (kind == "all equal") return repeated_codes(rng, rows, 1, bits);
  if (kind == "repeated") {
    const auto most = static_cast<std::uint64_t>(rows / 4 + 1);
    return repeated_codes(rng, rows, 1 + static_cast<std::int64_t>(rng.below(most)), bits);
  }
  if (kind == "ties") {  // four bits vary
    std::vector<std::uint64_t> codes = repeated_codes(rng, rows, 1, bits);
    for (std::int64_t i = 0; i < rows; ++i) {
      for (std::int32_t j = 0; j < 4; ++j) {
        if (rng.below(2) == 0) flip(codes.data() + i * words_for(bits), j * (bits - 1) / 3);
      }
    }
    return codes;
  }
  const PackedCodes codes = codes_of_kind(kind, rng, rows, bits);
  return {codes.data(), codes.data() + rows * codes.words()};
}

inline DataSet draw_data(Rng& rng, const std::string& kind, std::int64_t rows, std::int32_t bits) {
  DataSet data;
  data.bits = bits;
  const auto parts = static_cast<std::int64_t>(1 + rng.below(7));
  const std::uint64_t dead_one_in = one_of<std::uint64_t>(rng, {0, 2, 10, 100});
  const bool tables = rng.below(3) > 0;
  data.parts =
      mixed_view(rng, draw_codes(rng, kind, rows, bits), rows, bits, parts, dead_one_in, tables);
  data.what = kind + " codes, " + std::to_string(rows) + " rows, one dead in " +
              std::to_string(dead_one_in) + ", " + std::to_string(bits) + " bits, " +
              std::to_string(parts) + (tables ? " parts with tables" : " parts");
  std::vector<std::pair<std::int64_t, const std::uint64_t*>> live;
  for (const Segment& segment : data.parts->segments) {
    for (std::int64_t g = 0; g < segment.codes->groups(); ++g) {
      const GroupRows of_group = segment.codes->rows_of(g);
      for (std::int64_t r = 0; r < of_group.size(); ++r) {
        if (!segment.is_live(of_group[r])) continue;
        live.emplace_back(segment.id(of_group[r]), segment.codes->codes().row(g));
      }
    }
  }
  for (const Delta& delta : data.parts->deltas) {
    for (std::int64_t row = 0; row < delta.rows; ++row) {
      if (!delta.is_live(row)) continue;
      live.emplace_back(delta.keys[row], delta.codes + row * data.words());
    }
  }
  std::ranges::sort(live);
  for (const auto& [key, code] : live) {
    data.keys.push_back(key);
    data.codes.insert(data.codes.end(), code, code + data.words());
  }
  return data;
}

// Codes of rows, codes near them, far from them, and anything.
inline std::vector<std::uint64_t> draw_queries(Rng& rng, const DataSet& data, std::int64_t count) {
  std::vector<std::uint64_t> queries = random_codes(rng, count, data.bits);
  if (data.rows() == 0) return queries;
  for (std::int64_t q = 0; q < count; ++q) {
    std::uint64_t* query = queries.data() + q * data.words();
    const std::uint64_t kind = rng.below(5);
    if (kind == 0) continue;
    const auto row = rng.below(static_cast<std::uint64_t>(data.rows()));
    std::copy_n(data.row(static_cast<std::int64_t>(row)), data.words(), query);
    const std::uint64_t flips = kind == 4 ? static_cast<std::uint64_t>(data.bits) : kind * kind - 1;
    for (std::uint64_t i = 0; i < flips; ++i) {
      const std::uint64_t bits = static_cast<std::uint64_t>(data.bits);
      flip(query, static_cast<std::int32_t>(kind == 4 ? i : rng.below(bits)));
    }
  }
  return queries;
}

struct Question {
  SearchRequest request;
  std::vector<std::uint64_t> mask;  // empty: none
  std::vector<char> passes;         // per row; empty: no filter
  std::string what;
};

inline std::vector<std::uint64_t> draw_mask(Rng& rng, std::int32_t bits) {
  std::vector<std::uint64_t> mask(static_cast<std::size_t>(words_for(bits)));
  const std::uint64_t kind = rng.below(5);
  if (kind == 0) return mask;  // no bit counts
  if (kind == 1) return random_codes(rng, 1, bits);
  const auto wide = static_cast<std::uint64_t>(bits);
  const auto first = static_cast<std::int32_t>(rng.below(wide));
  const auto width = static_cast<std::int32_t>(kind == 2 ? 1 : 1 + rng.below(wide));
  for (std::int32_t bit = 0; bit < width; ++bit) flip(mask.data(), (first + bit) % bits);
  return mask;
}

inline Question draw_question(Rng& rng, const DataSet& data) {
  constexpr std::int32_t kAnyRadius = std::numeric_limits<std::int32_t>::max();
  Question question;
  SearchRequest& request = question.request;
  const auto some =
      static_cast<std::int64_t>(1 + rng.below(static_cast<std::uint64_t>(data.rows()) + 5));
  request.k = one_of<std::int64_t>(
      rng, {0, 0, 0, 1, 2, 10, 10, 100, some, std::numeric_limits<std::int64_t>::max()});
  const std::int32_t any =
      static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(data.bits)));
  request.radius = one_of<std::int32_t>(
      rng, {-1, 0, 1, 2, data.bits / 8, data.bits / 4, any, data.bits, kAnyRadius});
  if (request.k > 0 && rng.below(2) == 0) request.radius = kAnyRadius;
  request.count_only = request.k == 0 && rng.below(3) == 0;
  request.masked = rng.below(3) == 0;
  if (request.masked) question.mask = draw_mask(rng, data.bits);
  request.filtered = rng.below(2) == 0;
  const double share = one_of<double>(rng, {0, 0.001, 0.02, 0.1, 0.5, 0.9, 1});
  for (std::int64_t i = 0; request.filtered && i < data.rows(); ++i) {
    question.passes.push_back(rng.uniform() < share ? 1 : 0);
  }
  question.what = "k " + std::to_string(request.k) + ", radius " + std::to_string(request.radius) +
                  (request.count_only ? ", count only" : "");
  if (request.masked) {
    const auto weight =
        std::accumulate(question.mask.begin(), question.mask.end(), 0,
                        [](int sum, std::uint64_t word) { return sum + std::popcount(word); });
    question.what += ", a mask of " + std::to_string(weight) + " bits";
  }
  if (request.filtered) question.what += ", a filter that passes " + std::to_string(share);
  return question;
}

// The question's filter for ids that are the keys, or the numbers of the rows, in any form: a list
// or bits, to be passed or denied, and with ids that no live row has.
inline std::shared_ptr<const RowFilter> filter_of(Rng& rng, const DataSet& data,
                                                  const Question& question, bool by_number) {
  if (!question.request.filtered) return nullptr;
  const auto sense = rng.below(2) == 0 ? RowFilter::Sense::kAllow : RowFilter::Sense::kDeny;
  const char listed = sense == RowFilter::Sense::kAllow ? 1 : 0;
  std::vector<std::int64_t> ids;
  for (std::int64_t i = 0; i < data.rows(); ++i) {
    const auto place = static_cast<std::size_t>(i);
    if (question.passes[place] == listed) ids.push_back(by_number ? i : data.keys[place]);
  }
  if (by_number) {
    ids.push_back(data.rows() + static_cast<std::int64_t>(rng.below(100)));
  } else {
    const std::int64_t first = data.rows() == 0 ? 0 : data.keys.front();
    const auto range = static_cast<std::uint64_t>(
        data.rows() == 0 ? 10 : data.keys.back() - data.keys.front() + 10);
    const std::int64_t stray = first + static_cast<std::int64_t>(rng.below(range));
    if (!std::ranges::binary_search(data.keys, stray)) ids.push_back(stray);
  }
  if (!by_number || rng.below(2) == 0) {
    return std::make_shared<const RowFilter>(RowFilter::of_ids(ids, sense));
  }
  std::vector<std::uint64_t> words(static_cast<std::size_t>(data.rows() / 64 + 3));
  for (const std::int64_t id : ids) flip(words.data(), static_cast<std::int32_t>(id));
  return std::make_shared<const RowFilter>(RowFilter::of_bits(words, sense));
}

// The answer by numbers of rows. One pass that counts distances, one that places the rows.
inline std::vector<NaiveHit> right_answer(const DataSet& data, const Question& question,
                                          const std::uint64_t* query) {
  const SearchRequest& request = question.request;
  const std::int32_t words = data.words();
  const std::int32_t radius = std::min(request.radius, data.bits);
  std::vector<std::int32_t> distances(data.keys.size());
  std::vector<std::int64_t> places(static_cast<std::size_t>(data.bits) + 1);
  for (std::int64_t i = 0; i < data.rows(); ++i) {
    const std::uint64_t* code = data.row(i);
    std::int32_t distance = 0;
    for (std::int32_t w = 0; w < words; ++w) {
      std::uint64_t differing = code[w] ^ query[w];
      if (request.masked) differing &= question.mask[static_cast<std::size_t>(w)];
      distance += std::popcount(differing);
    }
    const auto place = static_cast<std::size_t>(i);
    if (request.filtered && question.passes[place] == 0) distance = radius + 1;
    distances[place] = distance;
    if (distance <= radius) ++places[static_cast<std::size_t>(distance)];
  }
  std::int64_t wanted = 0;
  for (std::int64_t& place : places) wanted += std::exchange(place, wanted);
  if (request.k > 0) wanted = std::min(wanted, request.k);
  std::vector<NaiveHit> hits(static_cast<std::size_t>(wanted));
  for (std::size_t i = 0; i < distances.size(); ++i) {
    if (distances[i] > radius) continue;
    const std::int64_t place = places[static_cast<std::size_t>(distances[i])]++;
    if (place >= wanted) continue;
    hits[static_cast<std::size_t>(place)] = {distances[i], static_cast<std::int64_t>(i)};
  }
  return hits;
}

}  // namespace orthant::testing
