#include "identity/caller.h"
#include "notify/routes.h"

namespace openspc::notify {

using identity::Caller;
using net::Access;
using net::Role;

void add_mail_server_routes(net::Router& router, MailServerService& mail_server) {
  router.add(net::get("/api/v1/notifications/smtp")
                 .strict()
                 .access(Access::any_plant(Role::admin))
                 .tag("notifications")
                 .id("getMailServer")
                 .summary("The mail server of all e-mail channels")
                 .fails({404})
                 .handle([&mail_server](net::Request& /*r*/) -> base::Task<MailServerSettings> {
                   co_return co_await mail_server.get();
                 }));
  router.add(
      net::put("/api/v1/notifications/smtp")
          .strict()
          .access(Access::any_plant(Role::admin))
          .tag("notifications")
          .id("replaceMailServer")
          .summary("Set the mail server")
          .description("User name and password are encrypted; the password is never returned.")
          .fails({503})
          .handle([&mail_server](net::Request& r, net::Body<MailServerBody> body) -> base::Task<MailServerSettings> {
            Caller caller = Caller::of(r);
            co_return co_await mail_server.replace(std::move(caller), std::move(*body));
          }));
  router.add(net::delete_("/api/v1/notifications/smtp")
                 .strict()
                 .access(Access::any_plant(Role::admin))
                 .tag("notifications")
                 .id("deleteMailServer")
                 .summary("Forget the mail server")
                 .description("Mails fail, and are tried again, until there is another.")
                 .handle([&mail_server](net::Request& r) -> base::Task<net::NoContent> {
                   Caller caller = Caller::of(r);
                   co_await mail_server.remove(std::move(caller));
                   co_return net::NoContent{};
                 }));
  router.add(
      net::post("/api/v1/notifications/smtp/test")
          .strict()
          .access(Access::any_plant(Role::admin))
          .tag("notifications")
          .id("testMailServer")
          .summary("Send a test mail now")
          .description("A mail that fails is an answer, not an error.")
          .rate_limit("30/minute")
          .fails({404})
          .handle([&mail_server](net::Request& /*r*/, net::Body<MailTest> body) -> base::Task<ChannelTestResult> {
            co_return co_await mail_server.test(std::move(*body));
          }));
}

}  // namespace openspc::notify
