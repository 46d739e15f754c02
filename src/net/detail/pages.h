// The pages around /openapi.json: Swagger UI, ReDoc and the return page of Swagger UI's OAuth flow. Their libraries
// come from the web folder (_docs/), copied there by the web build; nothing is fetched from elsewhere. Private to net.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "net/detail/static_files.h"

namespace openspc::net::detail {

class DocumentationPages {
 public:
  DocumentationPages(const std::string& title, const std::string& openapi_document);

  const Asset* find(std::string_view path) const;

 private:
  void add(std::string path, std::string_view content_type, std::string bytes);

  std::unordered_map<std::string, std::unique_ptr<Asset>> pages_;
};

}  // namespace openspc::net::detail
