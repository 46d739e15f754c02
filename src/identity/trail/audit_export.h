// Events of the audit trail as a file. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "identity/trail/audit_event.h"

namespace openspc::identity {

/// Beginning with the names of the columns; RFC 4180, lines end with CR LF. A text that a spreadsheet would take for a
/// formula has an apostrophe before it.
std::string audit_csv(const std::vector<AuditEvent>& events);
/// An array.
std::string audit_json(const std::vector<AuditEvent>& events);

/// One cell: quoted where it must be, harmless in a spreadsheet.
std::string csv_cell(std::string_view text);

}  // namespace openspc::identity
