// What a database refuses, in terms that a service can act on. Thrown by Session; classified in dialect.cpp.
#pragma once

#include <string>

#include "base/error.h"

namespace openspc::db {

enum class ConstraintKind { unique, foreign_key, not_null, check };

/// A row broke a constraint. A service catches it where it can say something better ("Plant code already exists");
/// uncaught it is a 409 that names no column.
class ConstraintViolation : public base::Error {
 public:
  ConstraintViolation(ConstraintKind kind, std::string constraint);

  ConstraintKind constraint_kind() const noexcept { return kind_; }
  /// What the database says was broken: "plant.code" or "plant.a, plant.b" on SQLite; empty when it does not say.
  const std::string& constraint() const noexcept { return constraint_; }

 private:
  ConstraintKind kind_;
  std::string constraint_;
};

}  // namespace openspc::db
