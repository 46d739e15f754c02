// Database keys as distinct types, so that a sample's id is never passed where a characteristic's is wanted, and UUIDs.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace openspc::base {

template <class Tag>
struct Id {
  std::int64_t value = 0;

  friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;

using PlantId = Id<struct PlantTag>;
using UserId = Id<struct UserTag>;
using NodeId = Id<struct NodeTag>;
using CharacteristicId = Id<struct CharacteristicTag>;
using SampleId = Id<struct SampleTag>;
using ViolationId = Id<struct ViolationTag>;
using BrokerId = Id<struct BrokerTag>;
using DataSourceId = Id<struct DataSourceTag>;
using OpcuaServerId = Id<struct OpcuaServerTag>;

/// A random (version 4) UUID as lower-case text of 36 characters.
std::string uuid4();

}  // namespace openspc::base

template <class Tag>
struct std::hash<openspc::base::Id<Tag>> {
  std::size_t operator()(const openspc::base::Id<Tag>& id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
