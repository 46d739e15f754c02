#include "identity/caller.h"
#include "notify/routes.h"

namespace openspc::notify {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_reads(net::Router& router, ChannelService& channels) {
  router.add(net::get("/api/v1/notifications/channels")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("notifications")
                 .id("listNotificationChannels")
                 .summary("Where messages can go")
                 .description("The channels of the caller's plants, and those of every plant.")
                 .handle([&channels](net::Request& r) -> base::Task<ChannelList> {
                   co_return co_await channels.list(r.principal());
                 }));
  router.add(net::get("/api/v1/notifications/channels/{channel_id}")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("notifications")
                 .id("getNotificationChannel")
                 .summary("One channel")
                 .fails({404})
                 .handle([&channels](net::Request& r, net::Path<ChannelPath> path) -> base::Task<Channel> {
                   co_return co_await channels.get(r.principal(), path->channel_id);
                 }));
}

void add_writes(net::Router& router, ChannelService& channels) {
  router.add(
      net::post("/api/v1/notifications/channels")
          .strict()
          .access(Access::any_plant(Role::engineer))
          .tag("notifications")
          .id("createNotificationChannel")
          .summary("Store a channel")
          .description("URL and secret are encrypted and never returned.")
          .fails({409, 503})
          .handle([&channels](net::Request& r, net::Body<ChannelCreate> body) -> base::Task<net::Created<Channel>> {
            Caller caller = Caller::of(r);
            Channel channel = co_await channels.create(std::move(caller), std::move(*body));
            co_return net::Created<Channel>{std::move(channel)};
          }));
  router.add(net::post("/api/v1/notifications/channels/preview")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("notifications")
                 .id("previewNotificationBody")
                 .summary("What a webhook would send")
                 .description("The body of a message about a violation. Nothing is sent or stored.")
                 .handle([](net::Request& /*r*/, net::Body<BodyPreviewRequest> body) -> base::Task<BodyPreview> {
                   co_return ChannelService::preview(*body);
                 }));
  router.add(net::patch("/api/v1/notifications/channels/{channel_id}")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("notifications")
                 .id("updateNotificationChannel")
                 .summary("Change a channel")
                 .description("Absent members keep their values; null clears the secret or the certificate.")
                 .fails({404, 409, 503})
                 .handle([&channels](net::Request& r, net::Path<ChannelPath> path,
                                     net::Body<ChannelUpdate> body) -> base::Task<Channel> {
                   Caller caller = Caller::of(r);
                   co_return co_await channels.update(std::move(caller), path->channel_id, std::move(*body));
                 }));
  router.add(net::delete_("/api/v1/notifications/channels/{channel_id}")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("notifications")
                 .id("deleteNotificationChannel")
                 .summary("Delete a channel that no rule uses, with its log")
                 .fails({404, 409})
                 .handle([&channels](net::Request& r, net::Path<ChannelPath> path) -> base::Task<net::NoContent> {
                   Caller caller = Caller::of(r);
                   co_await channels.remove(std::move(caller), path->channel_id);
                   co_return net::NoContent{};
                 }));
  router.add(net::post("/api/v1/notifications/channels/{channel_id}/test")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("notifications")
                 .id("testNotificationChannel")
                 .summary("Send a test message now")
                 .description("A message that fails is an answer, not an error. It is not in the log.")
                 .rate_limit("30/minute")
                 .fails({404})
                 .handle([&channels](net::Request& r, net::Path<ChannelPath> path) -> base::Task<ChannelTestResult> {
                   Caller caller = Caller::of(r);
                   co_return co_await channels.test(std::move(caller), path->channel_id);
                 }));
}

}  // namespace

void add_channel_routes(net::Router& router, ChannelService& channels) {
  add_reads(router, channels);
  add_writes(router, channels);
}

}  // namespace openspc::notify
