# openspc_room(NAME SOURCES ... [PUBLIC targets...] [PRIVATE targets...])
#
# One library for one folder of src/. A room's headers are reached as "<room>/<header>.h" through a link farm that holds
# only that room, so a target sees the headers of the rooms it links and of no other: a forbidden include does not compile.

set(OPENSPC_ROOMS_DIR ${CMAKE_SOURCE_DIR}/build/rooms)

function(openspc_room_includes target name scope)
  file(MAKE_DIRECTORY ${OPENSPC_ROOMS_DIR}/${name})
  # Shared by all build folders: replacing a link while another build reads through it would break that build.
  if(NOT EXISTS ${OPENSPC_ROOMS_DIR}/${name}/${name})
    file(CREATE_LINK ${CMAKE_SOURCE_DIR}/src/${name} ${OPENSPC_ROOMS_DIR}/${name}/${name} SYMBOLIC)
  endif()
  target_include_directories(${target} ${scope} $<BUILD_INTERFACE:${OPENSPC_ROOMS_DIR}/${name}>)
endfunction()

function(openspc_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(openspc_${name} STATIC ${ROOM_SOURCES})
  add_library(openspc::${name} ALIAS openspc_${name})
  openspc_room_includes(openspc_${name} ${name} PUBLIC)
  target_link_libraries(openspc_${name} PUBLIC ${ROOM_PUBLIC} PRIVATE openspc_options ${ROOM_PRIVATE})
endfunction()

# Adds the shared precompiled header (standard library, Boost.JSON, Boost.Asio coroutines) to a target that links openspc::base.
function(openspc_use_pch target)
  target_precompile_headers(${target} REUSE_FROM openspc_base)
endfunction()
