// Which metrics an edge node and its devices said they have when they were born: names, datatypes, and the aliases that
// stand for them later. Used by Node alone. One thread.
// Source: Eclipse Sparkplug Specification 3.0.0, chapter 6 (alias).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "connect/sparkplug/value.h"

namespace openspc::connect::sparkplug {

class Catalogue {
 public:
  struct Metric {
    std::shared_ptr<const std::string> name{};
    DataType datatype = DataType::unknown;
    std::optional<std::uint64_t> alias{};
  };

  /// The metrics of the edge node itself or of one device.
  class Table {
   public:
    const std::vector<Metric>& metrics() const { return metrics_; }
    const Metric* find(std::string_view name) const;

   private:
    friend Catalogue;
    std::vector<Metric> metrics_;
    std::unordered_map<std::string_view, std::size_t> by_name_;  // looks into the names of metrics_
  };

  explicit Catalogue(std::size_t limit) : limit_(limit) {}

  /// The edge node begins a session: nothing is known any more.
  void clear();
  static constexpr std::size_t max_name_size = 1'000;

  /// A birth: replaces what is known of `device`, which is empty for the edge node. What has no name or too long a one,
  /// and what is beyond the limit, is left out.
  const Table& define(const std::string& device, const std::vector<sparkplug::Metric>& metrics);
  /// nullptr when it was not born.
  const Table* table(std::string_view device) const;
  /// The metric of `table` that the alias stands for; nullptr when it stands for none of them, or for several.
  const Metric* find(const Table& table, std::uint64_t alias) const;
  bool is_full() const { return size_ >= limit_; }

 private:
  struct Place {
    const Table* table = nullptr;  // nullptr: the alias was given twice, and stands for nothing
    std::size_t index = 0;
  };
  void forget(Table& table);
  void add_alias(const Table& table, const Metric& metric);

  std::size_t limit_;
  std::size_t size_ = 0;
  std::map<std::string, Table, std::less<>> tables_;
  std::unordered_map<std::uint64_t, Place> aliases_;
};

}  // namespace openspc::connect::sparkplug
