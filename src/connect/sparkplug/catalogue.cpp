#include "connect/sparkplug/catalogue.h"

#include <algorithm>
#include <utility>

namespace openspc::connect::sparkplug {

const Catalogue::Metric* Catalogue::Table::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &metrics_[found->second];
}

void Catalogue::clear() {
  tables_.clear();
  aliases_.clear();
  size_ = 0;
}

const Catalogue::Table& Catalogue::define(const std::string& device, const std::vector<sparkplug::Metric>& metrics) {
  Table& table = tables_[device];
  forget(table);
  table.metrics_.reserve(std::min(metrics.size(), limit_ - size_));
  for (const sparkplug::Metric& metric : metrics) {
    const bool is_name = !metric.name.empty() && metric.name.size() <= max_name_size;
    if (!is_name || is_full() || table.by_name_.contains(metric.name)) continue;
    auto name = std::make_shared<const std::string>(metric.name);
    table.by_name_.emplace(*name, table.metrics_.size());
    table.metrics_.push_back({std::move(name), metric.datatype, metric.alias});
    ++size_;
    add_alias(table, table.metrics_.back());
  }
  return table;
}

const Catalogue::Table* Catalogue::table(std::string_view device) const {
  const auto found = tables_.find(device);
  return found == tables_.end() ? nullptr : &found->second;
}

const Catalogue::Metric* Catalogue::find(const Table& table, std::uint64_t alias) const {
  const auto found = aliases_.find(alias);
  if (found == aliases_.end() || found->second.table != &table) return nullptr;
  return &table.metrics_[found->second.index];
}

void Catalogue::forget(Table& table) {
  std::erase_if(aliases_, [&](const auto& alias) { return alias.second.table == &table; });
  size_ -= table.metrics_.size();
  table.by_name_.clear();
  table.metrics_.clear();
}

void Catalogue::add_alias(const Table& table, const Metric& metric) {
  if (!metric.alias) return;
  const auto [place, is_new] = aliases_.try_emplace(*metric.alias, Place{&table, table.metrics_.size() - 1});
  // An alias belongs to one metric of the whole edge node. Of two that claim it neither can be believed.
  if (!is_new) place->second.table = nullptr;
}

}  // namespace openspc::connect::sparkplug
