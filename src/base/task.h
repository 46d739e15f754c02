// The coroutine type of every room: lazily started, resumed on the executor it was spawned on.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace openspc::base {

template <class T>
using Task = boost::asio::awaitable<T>;

}  // namespace openspc::base
