// HTTP of templates: what a template would make, making it, and those that are kept. Called by the room's composition.
#pragma once

#include "connect/templates/template_service.h"
#include "net/router.h"

namespace openspc::connect::templates {

void add_template_routes(net::Router& router, TemplateService& templates);

}  // namespace openspc::connect::templates
