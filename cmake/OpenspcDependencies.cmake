# Everything comes from Debian's packages; each line names the package.

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)            # libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
find_package(OpenSSL 3 REQUIRED)                                 # libssl-dev
find_package(ZLIB REQUIRED)                                      # zlib1g-dev
find_package(fmt REQUIRED)                                       # libfmt-dev
find_package(spdlog REQUIRED)                                    # libspdlog-dev
find_package(CLI11 REQUIRED)                                     # libcli11-dev
find_package(PkgConfig REQUIRED)
pkg_check_modules(Argon2 REQUIRED IMPORTED_TARGET libargon2)     # libargon2-dev
pkg_check_modules(Mosquitto REQUIRED IMPORTED_TARGET libmosquitto) # libmosquitto-dev
pkg_check_modules(Re2 REQUIRED IMPORTED_TARGET re2)               # libre2-dev
# It asks its users for -pthread, which the precompiled headers were made without and the C library no longer needs.
set_property(TARGET PkgConfig::Re2 PROPERTY INTERFACE_COMPILE_OPTIONS "")
find_package(CURL REQUIRED)                                      # libcurl4-openssl-dev
find_package(date REQUIRED)                                      # libhowardhinnant-date-dev, and tzdata when it runs
find_package(prometheus-cpp REQUIRED)                            # prometheus-cpp-dev
find_package(Protobuf 3.21 REQUIRED)                              # libprotobuf-dev protobuf-compiler
find_package(SQLite3 REQUIRED)                                   # libsqlite3-dev
find_package(PostgreSQL REQUIRED)                                # libpq-dev
pkg_check_modules(MariaDb REQUIRED IMPORTED_TARGET libmariadb)   # libmariadb-dev

# Its pkg-config file names mbedTLS's development files, which its users do not need.
find_path(OPEN62541_INCLUDE_DIR open62541/client.h REQUIRED)      # libopen62541-1.4-dev
find_library(OPEN62541_LIBRARY open62541 REQUIRED)
add_library(openspc_open62541 INTERFACE)
target_include_directories(openspc_open62541 SYSTEM INTERFACE ${OPEN62541_INCLUDE_DIR})
target_link_libraries(openspc_open62541 INTERFACE ${OPEN62541_LIBRARY})

# Asio and Beast are compiled once (src/base/asio.cpp, src/net/beast.cpp).
add_library(openspc_boost INTERFACE)
target_link_libraries(openspc_boost INTERFACE Boost::headers Boost::json Boost::url Threads::Threads OpenSSL::SSL OpenSSL::Crypto)
target_compile_definitions(openspc_boost INTERFACE BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
  BOOST_ASIO_NO_DEPRECATED)
