# Writes the steps of migrations/ into one C++ file, so that the program carries its schema with it.
# A change of any step configures again; a new step is found by the glob.

function(openspc_embed_migrations folder output)
  file(GLOB ups CONFIGURE_DEPENDS ${folder}/*.up.sql)
  list(SORT ups)
  set(entries "")
  foreach(up ${ups})
    get_filename_component(stem ${up} NAME)
    string(REGEX REPLACE "\\.up\\.sql$" "" stem ${stem})
    if(NOT stem MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)$")
      message(FATAL_ERROR "${up}: a migration is named NNNN_name.up.sql")
    endif()
    set(digits ${CMAKE_MATCH_1})
    set(name ${CMAKE_MATCH_2})
    math(EXPR version "1${digits} - 10000")
    set(down ${folder}/${stem}.down.sql)
    file(READ ${up} up_sql)
    file(READ ${down} down_sql)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${up} ${down})
    string(APPEND entries "    {${version}, \"${name}\",\n     R\"SQL(${up_sql})SQL\",\n     R\"SQL(${down_sql})SQL\"},\n")
  endforeach()
  list(LENGTH ups count)
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT [[
// Generated from migrations/ by src/db/schema/embed_migrations.cmake.
#include <array>

#include "db/schema/migrations.h"

namespace openspc::db {
namespace {

constexpr std::array<Migration, @count@> steps{{
@entries@}};

}  // namespace

std::span<const Migration> embedded_migrations() { return steps; }

}  // namespace openspc::db
]])
endfunction()
