#include "connect/templates/template_routes.h"
#include "identity/caller.h"

namespace openspc::connect::templates {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

// 1,000 topics and metrics of the greatest length, with room to spare.
constexpr std::size_t kLargestApply = 4U << 20U;

void add_making(net::Router& router, TemplateService& templates) {
  router.add(net::post("/api/v1/tags/templates/preview")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("tags")
                 .id("previewTemplate")
                 .summary("What one template would make of the machines that a broker knows")
                 .description("Changes nothing. Looks at what the broker's discovery and Sparkplug host have seen: "
                              "start discovery first, at POST /api/v1/brokers/{broker_id}/discover.")
                 .fails({404})
                 .handle([&templates](net::Request& r, net::Body<MappingTemplate> body) -> base::Task<TemplatePreview> {
                   co_return co_await templates.preview(r.principal(), std::move(*body));
                 }));
  router.add(
      net::post("/api/v1/tags/templates/apply")
          .strict()
          .access(Access::any_plant(Role::engineer))
          .tag("tags")
          .id("applyTemplate")
          .summary("Make places, characteristics and mappings as a preview said")
          .description("All of the named sources or none of them: one that cannot be made is a 409 that says why. "
                       "What is there already stays as it is, so that a repetition makes nothing new.")
          .body_limit(kLargestApply)
          .fails({404, 409, 413})
          .handle([&templates](net::Request& r, net::Body<TemplateApply> body) -> base::Task<TemplateResult> {
            Caller caller = Caller::of(r);
            co_return co_await templates.apply(std::move(caller), std::move(*body));
          }));
}

void add_kept(net::Router& router, TemplateService& templates) {
  router.add(net::get("/api/v1/tags/templates")
                 .access(Access::any_plant(Role::engineer))
                 .tag("tags")
                 .id("listTemplates")
                 .summary("Templates that are kept, with how many new machines match them")
                 .handle([&templates](net::Request& r,
                                      net::Query<TemplateListQuery> query) -> base::Task<std::vector<StoredTemplate>> {
                   co_return co_await templates.list(r.principal(), *query);
                 }));
  router.add(net::post("/api/v1/tags/templates")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("tags")
                 .id("keepTemplate")
                 .summary("Keep a template, so that machines that come later are offered")
                 .description("Makes nothing by itself.")
                 .status(201)
                 .fails({404, 409})
                 .handle([&templates](net::Request& r, net::Body<TemplateSave> body) -> base::Task<StoredTemplate> {
                   Caller caller = Caller::of(r);
                   co_return co_await templates.keep(std::move(caller), std::move(*body));
                 }));
  router.add(net::delete_("/api/v1/tags/templates/{template_id}")
                 .access(Access::any_plant(Role::engineer))
                 .tag("tags")
                 .id("deleteTemplate")
                 .summary("Forget a template")
                 .description("What was made by it stays.")
                 .fails({404})
                 .handle([&templates](net::Request& r, net::Path<TemplatePath> path) -> base::Task<net::NoContent> {
                   Caller caller = Caller::of(r);
                   co_await templates.remove(std::move(caller), path->template_id);
                   co_return net::NoContent{};
                 }));
}

}  // namespace

void add_template_routes(net::Router& router, TemplateService& templates) {
  add_making(router, templates);
  add_kept(router, templates);
}

}  // namespace openspc::connect::templates
