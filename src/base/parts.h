// A list in parts of no more than so many: for statements that take a bounded number of arguments. Pure; any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace openspc::base {

/// Calls visit(std::span<const T>) for each part, in order; never for an empty list. `most` > 0.
template <class T, class Visit>
void for_each_part(const std::vector<T>& list, std::size_t most, Visit&& visit) {
  const std::span<const T> all(list);
  for (std::size_t first = 0; first < all.size(); first += most)
    visit(all.subspan(first, std::min(most, all.size() - first)));
}

}  // namespace openspc::base
