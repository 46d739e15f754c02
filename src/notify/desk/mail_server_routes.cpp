#include "identity/caller.h"
#include "notify/desk/routes.h"

namespace openspc::notify {

using identity::Caller;
using net::Access;
using net::Role;

void add_mail_server_routes(net::Router& router, MailServerService& service) {
  const net::RouteGroup mail_server =
      router.group("/api/v1/notifications/smtp", "notifications", Access::any_plant(Role::admin)).strict();

  mail_server.get("", "getMailServer", "The mail server of all e-mail channels").fails({404}).handle([&service] {
    return service.get();
  });
  mail_server.put("", "replaceMailServer", "Set the mail server")
      .description("User name and password are encrypted; the password is never returned.")
      .fails({503})
      .handle([&service](Caller caller, net::Body<MailServerBody> body) {
        return service.replace(std::move(caller), std::move(*body));
      });
  mail_server.delete_("", "deleteMailServer", "Forget the mail server")
      .description("Mails fail, and are tried again, until there is another.")
      .handle([&service](Caller caller) { return service.remove(std::move(caller)); });
  mail_server.post("/test", "testMailServer", "Send a test mail now")
      .description("A mail that fails is an answer, not an error.")
      .rate_limit("30/minute")
      .fails({404})
      .handle([&service](net::Body<MailTest> body) { return service.test(std::move(*body)); });
}

}  // namespace openspc::notify
