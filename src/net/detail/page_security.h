// Header lines that keep pages from being framed, sniffed or extended with foreign scripts. Private to net.
#pragma once

#include <string>
#include <string_view>

namespace openspc::net::detail {

/// For a page of the UI. Scripts come from this server only; an inline script of the page itself is allowed by its
/// hash.
std::string page_security(std::string_view html);

/// For Swagger UI and ReDoc, which add styles, data: images and a worker at run time.
std::string docs_security();

}  // namespace openspc::net::detail
