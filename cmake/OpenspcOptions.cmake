# Compile options that every target of ours shares. Third-party headers come in as SYSTEM and stay quiet.

add_library(openspc_options INTERFACE)
target_compile_options(openspc_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Flow warnings that GCC 12 to 14 raise falsely at -O2: in std::string's own code, and for Asio's coroutine frames.
  target_compile_options(openspc_options INTERFACE -fdiagnostics-color=auto -Wno-mismatched-new-delete -Wno-array-bounds -Wno-restrict
    -Wno-stringop-overflow -Wno-stringop-overread -Wno-maybe-uninitialized)
endif()
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(openspc_options INTERFACE -Wno-subobject-linkage)  # takes a source in a unity file for a header
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(openspc_options INTERFACE -Wno-deprecated-declarations)  # GCC 12's library uses what it deprecates
endif()

# What makes a memory fault stop the program instead of serving its finder. Not beside sanitizers, which find the same
# and more, and not in debug builds: FORTIFY needs an optimizer. scripts/check-hardening.sh looks at the finished program.
if(NOT OPENSPC_SANITIZE AND CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(openspc_options INTERFACE -fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE=3
    -D_GLIBCXX_ASSERTIONS)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_compile_options(openspc_options INTERFACE -fcf-protection=full)
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
    target_compile_options(openspc_options INTERFACE -mbranch-protection=standard)
  endif()
  target_link_options(openspc_options INTERFACE -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
endif()

if(OPENSPC_SANITIZE)
  target_compile_options(openspc_options INTERFACE -fsanitize=${OPENSPC_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(openspc_options INTERFACE -fsanitize=${OPENSPC_SANITIZE})
endif()
if(OPENSPC_SANITIZE MATCHES "undefined" AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(openspc_options INTERFACE -fno-sanitize=function)  # clang 14 cannot assemble it beside coroutines
endif()
if(OPENSPC_FUZZ)
  target_compile_options(openspc_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_program(OPENSPC_CCACHE ccache)
if(OPENSPC_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${OPENSPC_CCACHE})
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess> "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endif()
