// What each role at the desk may do with hosts, their artifacts and what is around them: one table. Called by the
// services of the desk; pure.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>

#include "net/access.h"

namespace openspc::identity {

enum class DeskAction : std::uint8_t {
  view_hosts,
  change_hosts,  // create, change, delete, import
  collect_metrics,
  render_command,
  upload_artifacts,
  download_artifacts,
  delete_artifacts,
  list_artifacts,
  see_audit_trail,  // and export it
  manage_users,
  change_settings,
  read_runtime_values,
};

constexpr bool may(net::DeskRole role, DeskAction action) {
  using net::DeskRole;
  const auto one_of = [role](std::initializer_list<DeskRole> roles) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
  };
  switch (action) {
    case DeskAction::view_hosts:
    case DeskAction::read_runtime_values:
      return one_of({DeskRole::admin, DeskRole::operator_, DeskRole::auditor, DeskRole::viewer});
    case DeskAction::change_hosts:
    case DeskAction::collect_metrics:
    case DeskAction::render_command:
    case DeskAction::upload_artifacts:
    case DeskAction::download_artifacts:
    case DeskAction::delete_artifacts:
      return one_of({DeskRole::admin, DeskRole::operator_});
    case DeskAction::list_artifacts:
      return one_of({DeskRole::admin, DeskRole::operator_, DeskRole::auditor});
    case DeskAction::see_audit_trail:
      return one_of({DeskRole::admin, DeskRole::auditor});
    case DeskAction::manage_users:
    case DeskAction::change_settings:
      return role == DeskRole::admin;
  }
  return false;
}

}  // namespace openspc::identity
