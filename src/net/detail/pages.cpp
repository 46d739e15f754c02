#include "net/detail/pages.h"

#include "net/detail/page_security.h"

namespace openspc::net::detail {
namespace {

std::string page(const std::string& title, std::string_view head, std::string_view body) {
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + title +
         "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" + std::string(head) +
         "</head>\n<body>\n" + std::string(body) + "</body>\n</html>\n";
}

// Scripts are files of their own, so that the pages' security policy needs no inline scripts.
constexpr std::string_view kSwaggerStart = R"js(window.addEventListener("load", () => {
  window.ui = SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: true,
    persistAuthorization: true,
    oauth2RedirectUrl: window.location.origin + "/docs/oauth2-redirect",
    presets: [SwaggerUIBundle.presets.apis],
  });
});
)js";

constexpr std::string_view kOauthReturn = R"js((() => {
  const flow = window.opener && window.opener.swaggerUIRedirectOauth2;
  if (!flow) return;
  const answer = new URLSearchParams(window.location.hash.slice(1) || window.location.search);
  const auth = flow.auth;
  if (answer.get("state") !== flow.state) {
    flow.errCb({authId: auth.name, source: "auth", level: "error", message: "The state of the answer is not the one sent."});
  } else if (answer.get("code")) {
    auth.code = answer.get("code");
    flow.callback({auth, redirectUrl: flow.redirectUrl});
  } else if (answer.get("access_token")) {
    flow.callback({auth, token: Object.fromEntries(answer), isValid: true, redirectUrl: flow.redirectUrl});
  } else {
    flow.errCb({authId: auth.name, source: "auth", level: "error", message: answer.get("error") || "No code was returned."});
  }
  window.close();
})();
)js";

constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kJavascript = "text/javascript; charset=utf-8";

}  // namespace

DocumentationPages::DocumentationPages(const std::string& title, const std::string& openapi_document) {
  add("/openapi.json", "application/json", openapi_document);
  add("/docs", kHtml,
      page(title + " API", "<link rel=\"stylesheet\" href=\"/_docs/swagger-ui.css\">\n",
           "<div id=\"swagger-ui\"></div>\n<script src=\"/_docs/swagger-ui-bundle.js\"></script>\n"
           "<script src=\"/docs/start.js\"></script>\n"));
  add("/docs/start.js", kJavascript, std::string(kSwaggerStart));
  add("/docs/oauth2-redirect", kHtml,
      page(title + " sign-in", "",
           "<p>You may close this window.</p>\n<script src=\"/docs/oauth2-redirect.js\"></script>\n"));
  add("/docs/oauth2-redirect.js", kJavascript, std::string(kOauthReturn));
  add("/redoc", kHtml,
      page(title + " API reference", "",
           "<redoc spec-url=\"/openapi.json\"></redoc>\n<script src=\"/_docs/redoc.standalone.js\"></script>\n"));
}

void DocumentationPages::add(std::string path, std::string_view content_type, std::string bytes) {
  auto asset = std::make_unique<Asset>();
  asset->content_type = content_type;
  asset->cache_control = "no-cache";
  asset->bytes = std::move(bytes);
  asset->etag = etag_of(asset->bytes);
  if (content_type == kHtml) asset->security_lines = docs_security();
  pages_.emplace(std::move(path), std::move(asset));
}

const Asset* DocumentationPages::find(std::string_view path) const {
  const auto found = pages_.find(std::string(path));
  return found == pages_.end() ? nullptr : found->second.get();
}

}  // namespace openspc::net::detail
