#include <algorithm>
#include <iterator>

#include "connect/opcua/session/impl.h"

namespace openspc::connect::opcua {
namespace {

using std::chrono::milliseconds;

// A server says that it lives at least this often, whatever the publishing interval.
constexpr milliseconds kKeepAlive{5'000};
// How long a server is asked to keep a subscription that nobody fetches from.
constexpr milliseconds kLifetime{600'000};
constexpr UA_UInt32 kNotificationsAtOnce = 1'000;
// One question for each of thousands of nodes would take minutes over a slow line. Servers may want fewer in one.
constexpr std::size_t kItemsAtOnce = 500;

using CreateRequest = Ua<UA_CreateSubscriptionRequest, UA_TYPES_CREATESUBSCRIPTIONREQUEST>;
using CreateResponse = Ua<UA_CreateSubscriptionResponse, UA_TYPES_CREATESUBSCRIPTIONRESPONSE>;
using DeleteRequest = Ua<UA_DeleteSubscriptionsRequest, UA_TYPES_DELETESUBSCRIPTIONSREQUEST>;
using DeleteResponse = Ua<UA_DeleteSubscriptionsResponse, UA_TYPES_DELETESUBSCRIPTIONSRESPONSE>;
using AddItemsRequest = Ua<UA_CreateMonitoredItemsRequest, UA_TYPES_CREATEMONITOREDITEMSREQUEST>;
using AddItemsResponse = Ua<UA_CreateMonitoredItemsResponse, UA_TYPES_CREATEMONITOREDITEMSRESPONSE>;
using RemoveItemsRequest = Ua<UA_DeleteMonitoredItemsRequest, UA_TYPES_DELETEMONITOREDITEMSREQUEST>;
using RemoveItemsResponse = Ua<UA_DeleteMonitoredItemsResponse, UA_TYPES_DELETEMONITOREDITEMSRESPONSE>;

UA_UInt32 count_of(milliseconds span, milliseconds interval) {
  return static_cast<UA_UInt32>(std::max<std::int64_t>(1, span / std::max(interval, milliseconds(1))));
}

void set_filter(UA_MonitoringParameters& parameters, const Monitor& wanted) {
  // What every server does without being asked is not asked for.
  const double dead_band = wanted.dead_band.value_or(0);
  if (!wanted.time_counts && dead_band <= 0) return;
  UA_DataChangeFilter* filter = UA_DataChangeFilter_new();
  if (filter == nullptr) throw std::bad_alloc();
  filter->trigger = wanted.time_counts ? UA_DATACHANGETRIGGER_STATUSVALUETIMESTAMP : UA_DATACHANGETRIGGER_STATUSVALUE;
  if (dead_band > 0) {
    filter->deadbandType = UA_DEADBANDTYPE_ABSOLUTE;
    filter->deadbandValue = dead_band;
  }
  UA_ExtensionObject_setValue(&parameters.filter, filter, &UA_TYPES[UA_TYPES_DATACHANGEFILTER]);
}

void describe(UA_MonitoredItemCreateRequest& item, const Monitor& wanted, bool with_filter) {
  item.itemToMonitor.attributeId = UA_ATTRIBUTEID_VALUE;
  item.monitoringMode = UA_MONITORINGMODE_REPORTING;
  item.requestedParameters.clientHandle = wanted.handle;
  item.requestedParameters.samplingInterval = static_cast<double>(wanted.sampling_interval.count());
  item.requestedParameters.queueSize = wanted.queue_size;
  item.requestedParameters.discardOldest = true;
  if (with_filter) set_filter(item.requestedParameters, wanted);
}

bool is_about_the_filter(UA_StatusCode status) {
  return status == UA_STATUSCODE_BADMONITOREDITEMFILTERUNSUPPORTED || status == UA_STATUSCODE_BADFILTERNOTALLOWED ||
         status == UA_STATUSCODE_BADMONITOREDITEMFILTERINVALID || status == UA_STATUSCODE_BADDEADBANDFILTERINVALID;
}

}  // namespace

std::vector<Session::Refusal> Session::Impl::monitor(std::span<const Monitor> wanted) {
  std::map<milliseconds, std::vector<Monitor>> by_interval;
  for (const Monitor& monitor : wanted) by_interval[monitor.publishing_interval].push_back(monitor);
  std::vector<UA_UInt32> unused;
  for (auto& [id, subscription] : subscriptions_) {
    std::vector<std::uint32_t> obsolete;
    for (const auto& [handle, item] : subscription.items)
      if (std::find(wanted.begin(), wanted.end(), item.settings) == wanted.end()) obsolete.push_back(handle);
    remove_items(subscription, obsolete);
    if (subscription.items.empty() && !by_interval.contains(subscription.interval)) unused.push_back(id);
  }
  for (const UA_UInt32 id : unused) {
    remove(subscriptions_.at(id));
    subscriptions_.erase(id);
  }
  std::vector<Refusal> refusals;
  for (const auto& [interval, monitors] : by_interval) {
    Subscription& subscription = subscription_for(interval);
    for (Refusal& refusal : add_items(subscription, monitors)) refusals.push_back(std::move(refusal));
  }
  return refusals;
}

Subscription& Session::Impl::subscription_for(milliseconds interval) {
  for (auto& [id, subscription] : subscriptions_)
    if (subscription.interval == interval) return subscription;
  CreateRequest request;
  request->requestedPublishingInterval = static_cast<double>(interval.count());
  request->requestedMaxKeepAliveCount = count_of(kKeepAlive, interval);
  request->requestedLifetimeCount = std::max(3 * request->requestedMaxKeepAliveCount, count_of(kLifetime, interval));
  request->maxNotificationsPerPublish = kNotificationsAtOnce;
  request->publishingEnabled = true;
  CreateResponse response;
  call(request, response);
  const UA_UInt32 id = response->subscriptionId;
  Subscription& subscription = subscriptions_[id];
  subscription = {.id = id, .interval = interval, .last_heard = std::chrono::steady_clock::now()};
  // Whatever the server made of the request, it does not keep us waiting for longer than a minute without a sign.
  const double keep_alive = response->revisedPublishingInterval * response->revisedMaxKeepAliveCount;
  subscription.keep_alive =
      milliseconds(static_cast<std::int64_t>(keep_alive >= 1'000 && keep_alive <= 60'000 ? keep_alive
                                             : keep_alive > 60'000                       ? 60'000
                                                                                         : 1'000));
  return subscription;
}

std::vector<Session::Refusal> Session::Impl::add_items(Subscription& subscription, std::span<const Monitor> wanted) {
  std::vector<Refusal> refusals;
  std::vector<Monitor> missing;
  for (const Monitor& monitor : wanted) {
    if (subscription.items.contains(monitor.handle)) continue;
    const auto node = in_order_of(namespaces_, monitor.node_id, monitor.namespace_uri);
    if (const auto* gone = std::get_if<NamespaceGone>(&node)) {
      refusals.push_back({monitor.handle, gone->reason});
    } else {
      missing.push_back(monitor);
    }
  }
  std::vector<Monitor> unfiltered;
  const auto refuse = [&](const Monitor& monitor, UA_StatusCode status) {
    refusals.push_back({monitor.handle, "the server does not monitor it: " + name_of(status)});
  };
  create_items(subscription, missing, true, [&](const Monitor& monitor, UA_StatusCode status) {
    // A server that cannot filter sends everything; the reader of the changes knows the dead band as well.
    if (is_about_the_filter(status)) return unfiltered.push_back(monitor);
    refuse(monitor, status);
  });
  create_items(subscription, unfiltered, false, refuse);
  return refusals;
}

void Session::Impl::create_items(Subscription& subscription, std::span<const Monitor> wanted, bool with_filter,
                                 const OnRefusal& on_refusal) {
  for (; !wanted.empty(); wanted = wanted.subspan(std::min(kItemsAtOnce, wanted.size()))) {
    const auto part = wanted.first(std::min(kItemsAtOnce, wanted.size()));
    create_at_once(subscription, part, with_filter, on_refusal);
  }
}

void Session::Impl::create_at_once(Subscription& subscription, std::span<const Monitor> wanted, bool with_filter,
                                   const OnRefusal& on_refusal) {
  AddItemsRequest request;
  request->subscriptionId = subscription.id;
  request->timestampsToReturn = UA_TIMESTAMPSTORETURN_BOTH;
  request->itemsToCreate = static_cast<UA_MonitoredItemCreateRequest*>(
      UA_Array_new(wanted.size(), &UA_TYPES[UA_TYPES_MONITOREDITEMCREATEREQUEST]));
  if (request->itemsToCreate == nullptr) throw std::bad_alloc();
  request->itemsToCreateSize = wanted.size();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    UA_MonitoredItemCreateRequest& item = request->itemsToCreate[i];
    // Otherwise it is the null node: the server refuses this one, and monitors the others.
    if (is_opcua_node_id(wanted[i].node_id))
      std::swap(item.itemToMonitor.nodeId, *node_of(wanted[i].node_id, wanted[i].namespace_uri));
    describe(item, wanted[i], with_filter);
  }
  AddItemsResponse response;
  UA_StatusCode status = try_call(request, response);
  if (status == UA_STATUSCODE_BADTOOMANYOPERATIONS && wanted.size() > 1) {
    create_at_once(subscription, wanted.first(wanted.size() / 2), with_filter, on_refusal);
    return create_at_once(subscription, wanted.subspan(wanted.size() / 2), with_filter, on_refusal);
  }
  if (status == UA_STATUSCODE_GOOD && response->resultsSize != wanted.size()) status = UA_STATUSCODE_BADUNEXPECTEDERROR;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const UA_StatusCode verdict = status == UA_STATUSCODE_GOOD ? response->results[i].statusCode : status;
    if (UA_StatusCode_isBad(verdict)) {
      on_refusal(wanted[i], verdict);
    } else {
      subscription.items[wanted[i].handle] = {wanted[i], response->results[i].monitoredItemId, false};
    }
  }
}

void Session::Impl::remove_items(Subscription& subscription, const std::vector<std::uint32_t>& handles) {
  if (handles.empty()) return;
  RemoveItemsRequest request;
  request->subscriptionId = subscription.id;
  request->monitoredItemIds = static_cast<UA_UInt32*>(UA_Array_new(handles.size(), &UA_TYPES[UA_TYPES_UINT32]));
  request->monitoredItemIdsSize = handles.size();
  for (std::size_t i = 0; i < handles.size(); ++i) request->monitoredItemIds[i] = subscription.items.at(handles[i]).id;
  RemoveItemsResponse response;
  try_call(request, response);
  for (const std::uint32_t handle : handles) subscription.items.erase(handle);
}

void Session::Impl::remove(const Subscription& subscription) {
  DeleteRequest request;
  request->subscriptionIds = UA_UInt32_new();
  request->subscriptionIdsSize = 1;
  request->subscriptionIds[0] = subscription.id;
  DeleteResponse response;
  try_call(request, response);
}

}  // namespace openspc::connect::opcua
