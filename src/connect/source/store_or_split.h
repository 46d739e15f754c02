// Stores a batch of which one item may be at fault: when the whole cannot be stored, its halves are tried, until the
// item at fault stands alone and is given up. Called by the links' intakes.
#pragma once

#include <exception>
#include <span>
#include <string_view>

#include "base/error.h"
#include "db/leases.h"

namespace openspc::connect::source {

/// `store` takes a span and throws when it cannot store it; `give_up` takes the item at fault and the reason. That the
/// database cannot take anything now, or that the lease is lost, is no item's fault: these exceptions pass through.
template <class Item, class Store, class GiveUp>
void store_or_split(std::span<const Item> items, const Store& store, const GiveUp& give_up) {
  if (items.empty()) return;
  const auto fault = [&](std::string_view reason) {
    if (items.size() == 1) {
      give_up(items.front(), reason);
      return;
    }
    store_or_split(items.first(items.size() / 2), store, give_up);
    store_or_split(items.subspan(items.size() / 2), store, give_up);
  };
  try {
    store(items);
    return;
  } catch (const db::LeaseLost&) {
    throw;
  } catch (const base::Error& error) {
    if (error.kind() == base::ErrorKind::unavailable) throw;
    return fault(error.detail());
  } catch (const std::exception& error) {
    return fault(error.what());
  }
}

}  // namespace openspc::connect::source
