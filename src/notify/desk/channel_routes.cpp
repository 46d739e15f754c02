#include "identity/caller.h"
#include "notify/desk/routes.h"

namespace openspc::notify {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_reads(const net::RouteGroup& channels, ChannelService& service) {
  channels.get("", "listNotificationChannels", "Where messages can go")
      .description("The channels of the caller's plants, and those of every plant.")
      .handle([&service](const net::Principal& caller) { return service.list(caller); });
  channels.get("/{channel_id}", "getNotificationChannel", "One channel")
      .fails({404})
      .handle([&service](const net::Principal& caller, net::Path<ChannelPath> path) {
        return service.get(caller, path->channel_id);
      });
}

void add_writes(const net::RouteGroup& channels, ChannelService& service) {
  channels.post("", "createNotificationChannel", "Store a channel")
      .description("URL and secret are encrypted and never returned.")
      .status(201)
      .fails({409, 503})
      .handle([&service](Caller caller, net::Body<ChannelCreate> body) {
        return service.create(std::move(caller), std::move(*body));
      });
  channels.post("/preview", "previewNotificationBody", "What a webhook would send")
      .description("The body of a message about a violation. Nothing is sent or stored.")
      .handle([](net::Body<BodyPreviewRequest> body) -> base::Task<BodyPreview> {
        co_return ChannelService::preview(*body);
      });
  channels.patch("/{channel_id}", "updateNotificationChannel", "Change a channel")
      .description("Absent members keep their values; null clears the secret or the certificate.")
      .fails({404, 409, 503})
      .handle([&service](Caller caller, net::Path<ChannelPath> path, net::Body<ChannelUpdate> body) {
        return service.update(std::move(caller), path->channel_id, std::move(*body));
      });
  channels.delete_("/{channel_id}", "deleteNotificationChannel", "Delete a channel that no rule uses, with its log")
      .fails({404, 409})
      .handle([&service](Caller caller, net::Path<ChannelPath> path) {
        return service.remove(std::move(caller), path->channel_id);
      });
  channels.post("/{channel_id}/test", "testNotificationChannel", "Send a test message now")
      .description("A message that fails is an answer, not an error. It is not in the log.")
      .rate_limit("30/minute")
      .fails({404})
      .handle([&service](Caller caller, net::Path<ChannelPath> path) {
        return service.test(std::move(caller), path->channel_id);
      });
}

}  // namespace

void add_channel_routes(net::Router& router, ChannelService& service) {
  const net::RouteGroup channels =
      router.group("/api/v1/notifications/channels", "notifications", Access::any_plant(Role::engineer)).strict();
  add_reads(channels, service);
  add_writes(channels, service);
}

}  // namespace openspc::notify
