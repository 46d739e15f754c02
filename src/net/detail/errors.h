// The one place where what went wrong becomes a status and a body. Private to net.
#pragma once

#include <string_view>

#include "base/error.h"
#include "net/detail/reply.h"

namespace openspc::net::detail {

/// {"detail": text} or {"detail": [field errors]}. What passes by itself also says when, in words, in "retry_after" and
/// in the field Retry-After; a 429 has the text as "error" too.
void write_error(const base::Error& error, Reply& reply);

/// {"detail": text} under any status: protocol failures, 404 and 405 of the router.
void write_failure(int status, std::string_view detail, Reply& reply);

/// 500 as text/plain without cross-origin fields; says nothing of the cause.
void write_unexpected(Reply& reply);

}  // namespace openspc::net::detail
