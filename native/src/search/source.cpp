#include "search/source.h"

#include <utility>

namespace orthant {

Source::Source(const Segment& segment) noexcept
    : codes_(segment.codes->codes().data()),
      keys_(segment.keys == nullptr ? nullptr : segment.keys->data()),
      grouped_(segment.codes->all_distinct() ? nullptr : segment.codes.get()),
      live_(segment.live.get()),
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
  if (filter != nullptr) {
    bits = AlignedBuffer<std::uint64_t>(static_cast<std::size_t>((groups_ + 63) / 64));
    for (std::int64_t g = 0; g < groups_; ++g) {
      const GroupRows rows = rows_of(g);
      bool any = false;
      for (std::int64_t i = 0; i < rows.size() && !any; ++i) {
        any = is_live(rows[i]) && filter->passes(id(rows[i]));
      }
      bits[static_cast<std::size_t>(g / 64)] |= std::uint64_t{any} << (g % 64);
    }
  }
  group_bits_ = std::move(bits);
  filter_ = filter;
}

}  // namespace orthant
