#include "search/source.h"

#include <utility>

namespace orthant {

Source::Source(const Segment& segment) noexcept
    : codes_(segment.codes->codes().data()),
      keys_(segment.keys == nullptr ? nullptr : segment.keys->data()),
      grouped_(segment.codes->all_distinct() ? nullptr : segment.codes.get()),
      live_(segment.live.get()),
      heads_(segment.heads.get()),
      groups_(segment.codes->groups()),
      in_order_(true) {}

Source::Source(const Delta& delta) noexcept
    : codes_(delta.codes),
      keys_(delta.keys),
      live_(delta.live.get()),
      groups_(delta.rows),
      in_order_(false) {}

void Source::set_filter(const RowFilter* filter) {
  AlignedBuffer<std::uint64_t> bits;
  std::int64_t passing = filter == nullptr ? groups_ : 0;
  if (filter != nullptr) {
    bits = AlignedBuffer<std::uint64_t>(static_cast<std::size_t>((groups_ + 63) / 64));
    for (std::int64_t g = 0; g < groups_; ++g) {
      const GroupRows rows = rows_of(g);
      bool any = false;
      for (std::int64_t i = 0; i < rows.size() && !any; ++i) {
        any = is_live(rows[i]) && filter->passes(id(rows[i]));
      }
      passing += any ? 1 : 0;
      bits[static_cast<std::size_t>(g / 64)] |= std::uint64_t{any} << (g % 64);
    }
  }
  group_bits_ = std::move(bits);
  passing_groups_ = passing;
  filter_ = filter;
}

std::vector<Source> sources_of(const SearchView& view) {
  std::vector<Source> sources;
  sources.reserve(view.segments.size() + view.deltas.size());
  for (const Segment& segment : view.segments) sources.emplace_back(segment);
  for (const Delta& delta : view.deltas) sources.emplace_back(delta);
  return sources;
}

bool come_in_order(std::span<const Source> sources, bool filtered) noexcept {
  if (sources.size() != 1) return false;
  const Source& source = sources.front();
  return source.in_order() && (source.all_distinct() || source.gate(filtered).is_open());
}

}  // namespace orthant
