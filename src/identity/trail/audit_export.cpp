#include "identity/trail/audit_export.h"

#include <boost/json/serialize.hpp>
#include <optional>

namespace openspc::identity {
namespace {

template <class Id>
std::string text_of(const std::optional<Id>& id) {
  return id ? std::to_string(id->value) : std::string();
}

void add_line(std::string& csv, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) csv += ',';
    csv += csv_cell(cells[i]);
  }
  csv += "\r\n";
}

}  // namespace

std::string csv_cell(std::string_view text) {
  // Spreadsheets look past blanks and control characters for what begins a formula.
  const auto first = text.find_first_not_of(" \t\r\n");
  const bool is_formula =
      first != std::string_view::npos && std::string_view("=+-@").find(text[first]) != std::string_view::npos;
  if (!is_formula && text.find_first_of(",\"\r\n\t'") == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  if (is_formula) cell += '\'';
  for (const char c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell += '"';
}

std::string audit_csv(const std::vector<AuditEvent>& events) {
  std::string csv;
  add_line(csv, {"id", "at", "user_id", "username", "action", "entity_type", "entity_id", "plant_id", "address",
                 "detail", "correlation_id"});
  for (const AuditEvent& event : events)
    add_line(csv,
             {std::to_string(event.id), base::to_iso8601(event.at), text_of(event.user_id), event.username.value_or(""),
              event.action, event.entity_type.value_or(""), event.entity_id.value_or(""), text_of(event.plant_id),
              event.address.value_or(""), event.detail.is_null() ? std::string() : boost::json::serialize(event.detail),
              event.correlation_id.value_or("")});
  return csv;
}

std::string audit_json(const std::vector<AuditEvent>& events) {
  return boost::json::serialize(net::to_json(events));
}

}  // namespace openspc::identity
