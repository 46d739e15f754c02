// What a database refuses and what it holds that cannot be read, in terms that a service can act on. Thrown by Session;
// refusals are classified in sql/dialect.cpp.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "base/error.h"

namespace openspc::db {

/// The database holds something that its column's type cannot be: a time that is no time, text that is no JSON, a
/// number in it that is not finite. Lists leave such a row out and report it (see session.h); a question for one row
/// throws.
class Unreadable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

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

/// The schema is not as a statement expects it: what it makes is there, or what it changes is not. Told where a step
/// may have come half-way.
class SchemaMismatch : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// A value that its column cannot hold: a text that is too long, a number that is too large, a character that no text
/// may have. Routes refuse it before, naming the field; what none of them knew of is a 422 in these words.
class ValueRefused : public base::Error {
 public:
  explicit ValueRefused(std::string reason) : Error(base::ErrorKind::invalid, std::move(reason)) {}
};

}  // namespace openspc::db
