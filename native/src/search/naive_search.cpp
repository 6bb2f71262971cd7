#include "search/naive_search.h"

#include <algorithm>
#include <bit>

namespace orthant {
namespace {

std::int32_t distance(const std::uint64_t* code, const QueryCode& query) {
  std::int32_t sum = 0;
  for (std::int32_t w = 0; w < query.words; ++w) {
    const std::uint64_t counted = query.mask == nullptr ? ~std::uint64_t{0} : query.mask[w];
    sum += std::popcount((code[w] ^ query.code[w]) & counted);
  }
  return sum;
}

void add_segment(const Segment& segment, const QueryCode& query, const RowFilter* filter,
                 std::vector<NaiveHit>& ranking) {
  const GroupedCodes& codes = *segment.codes;
  for (std::int64_t g = 0; g < codes.groups(); ++g) {
    const std::int32_t d = distance(codes.codes().row(g), query);
    const GroupRows rows = codes.rows_of(g);
    for (std::int64_t i = 0; i < rows.size(); ++i) {
      const std::int64_t id = segment.id(rows[i]);
      if (segment.is_live(rows[i]) && (filter == nullptr || filter->passes(id))) {
        ranking.push_back({d, id});
      }
    }
  }
}

void add_delta(const Delta& delta, const QueryCode& query, const RowFilter* filter,
               std::vector<NaiveHit>& ranking) {
  for (std::int64_t row = 0; row < delta.rows; ++row) {
    if (!delta.is_live(row) || (filter != nullptr && !filter->passes(delta.keys[row]))) continue;
    ranking.push_back({distance(delta.codes + row * query.words, query), delta.keys[row]});
  }
}

// How many of the first hits of a ranking lie within a radius.
std::size_t count_within(const std::vector<NaiveHit>& ranking, std::int32_t radius) {
  const auto beyond = std::partition_point(
      ranking.begin(), ranking.end(), [&](const NaiveHit& hit) { return hit.distance <= radius; });
  return static_cast<std::size_t>(beyond - ranking.begin());
}

}  // namespace

std::vector<NaiveHit> naive_ranking(const SearchView& view, const QueryCode& query,
                                    const RowFilter* filter) {
  std::vector<NaiveHit> ranking;
  ranking.reserve(static_cast<std::size_t>(view.rows));
  for (const Segment& segment : view.segments) add_segment(segment, query, filter, ranking);
  for (const Delta& delta : view.deltas) add_delta(delta, query, filter, ranking);
  std::sort(ranking.begin(), ranking.end());
  return ranking;
}

bool is_right_answer(const SearchView& view, const QueryCode& query, const SearchRequest& request,
                     const RowFilter* filter, const Answer& answer) {
  std::vector<NaiveHit> ranking = naive_ranking(view, query, filter);
  ranking.resize(count_within(ranking, request.radius));
  std::size_t wanted = ranking.size();
  if (request.k > 0) wanted = std::min(wanted, static_cast<std::size_t>(request.k));
  if (answer.stats.exact && answer.hits != static_cast<std::int64_t>(wanted)) return false;
  if (answer.hits > static_cast<std::int64_t>(wanted)) return false;
  const auto is_hit = [&](std::size_t i, const NaiveHit& hit) {
    return answer.ids[i] == hit.id && answer.distances[i] == hit.distance;
  };
  std::size_t place = 0;  // of the ranking, where the answer's last hit stood
  for (std::size_t i = 0; i < answer.ids.size(); ++i) {
    const bool must_follow =
        answer.stats.exact || answer.distances[i] <= answer.stats.proved_radius;
    while (!must_follow && place < ranking.size() && !is_hit(i, ranking[place])) ++place;
    if (place == ranking.size() || !is_hit(i, ranking[place])) return false;
    ++place;
  }
  if (answer.stats.exact || (answer.ids.empty() && answer.hits > 0)) return true;
  const std::size_t proved = std::min(wanted, count_within(ranking, answer.stats.proved_radius));
  return answer.ids.size() >= proved;
}

}  // namespace orthant
