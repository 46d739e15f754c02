# openspc_room(NAME SOURCES ... [PUBLIC targets...] [PRIVATE targets...])
#   One library for one folder of src/: openspc::NAME.
# openspc_floor(ROOM FLOOR SOURCES ... [PUBLIC targets...] [PRIVATE targets...])
#   One library for src/ROOM/FLOOR, where a room has floors: openspc::ROOM_FLOOR, its headers "ROOM/FLOOR/header.h".
#
# Headers are reached through a link farm that holds one folder only, so a target sees the headers of the rooms and floors it
# links and of no other: a forbidden include does not compile.

set(OPENSPC_ROOMS_DIR ${CMAKE_SOURCE_DIR}/build/rooms)

# `path` is a folder below src/.
function(openspc_room_includes target path scope)
  string(REPLACE "/" "." name ${path})
  cmake_path(GET path PARENT_PATH parent)
  file(MAKE_DIRECTORY ${OPENSPC_ROOMS_DIR}/${name}/${parent})
  # Shared by all build folders: replacing a link while another build reads through it would break that build.
  if(NOT EXISTS ${OPENSPC_ROOMS_DIR}/${name}/${path})
    file(CREATE_LINK ${CMAKE_SOURCE_DIR}/src/${path} ${OPENSPC_ROOMS_DIR}/${name}/${path} SYMBOLIC)
  endif()
  target_include_directories(${target} ${scope} $<BUILD_INTERFACE:${OPENSPC_ROOMS_DIR}/${name}>)
endfunction()

function(openspc_folder path)
  cmake_parse_arguments(FOLDER "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  string(REPLACE "/" "_" name ${path})
  add_library(openspc_${name} STATIC ${FOLDER_SOURCES})
  add_library(openspc::${name} ALIAS openspc_${name})
  openspc_room_includes(openspc_${name} ${path} PUBLIC)
  target_link_libraries(openspc_${name} PUBLIC ${FOLDER_PUBLIC} PRIVATE openspc_options ${FOLDER_PRIVATE})
endfunction()

function(openspc_room name)
  openspc_folder(${name} ${ARGN})
endfunction()

function(openspc_floor room floor)
  cmake_parse_arguments(FLOOR "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  list(TRANSFORM FLOOR_SOURCES PREPEND ${floor}/)
  openspc_folder(${room}/${floor} SOURCES ${FLOOR_SOURCES} PUBLIC ${FLOOR_PUBLIC} PRIVATE ${FLOOR_PRIVATE})
  string(REPLACE "/" "_" name ${room}_${floor})
  openspc_use_pch(openspc_${name})
endfunction()

# Adds the shared precompiled header (standard library, Boost.JSON, Boost.Asio coroutines) to a target that links openspc::base.
function(openspc_use_pch target)
  target_precompile_headers(${target} REUSE_FROM openspc_base)
endfunction()
