#include "db/error.h"

#include <utility>

namespace openspc::db {
namespace {

std::string detail_of(ConstraintKind kind) {
  switch (kind) {
    case ConstraintKind::unique:
      return "A record with these values already exists";
    case ConstraintKind::foreign_key:
      return "A record that this one refers to, or that refers to it, stands in the way";
    default:
      return "The values do not fit together";
  }
}

}  // namespace

ConstraintViolation::ConstraintViolation(ConstraintKind kind, std::string constraint)
    : Error(base::ErrorKind::conflict, detail_of(kind)), kind_(kind), constraint_(std::move(constraint)) {}

}  // namespace openspc::db
