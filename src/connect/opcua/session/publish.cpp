#include <algorithm>

#include "connect/opcua/session/impl.h"

namespace openspc::connect::opcua {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// What may wait here for its owner. More is left at the server until the owner took it.
constexpr std::size_t kMostWaiting = 100'000;
// A gap is filled from what the server says it holds; more than this it does not hold.
constexpr std::size_t kMostInGap = 10'000;
// Answers a second that no honest server sends: a publishing interval has at least 50 ms.
constexpr int kMostAnswers = 5'000;

using PublishRequest = Ua<UA_PublishRequest, UA_TYPES_PUBLISHREQUEST>;
using RepublishRequest = Ua<UA_RepublishRequest, UA_TYPES_REPUBLISHREQUEST>;
using RepublishResponse = Ua<UA_RepublishResponse, UA_TYPES_REPUBLISHRESPONSE>;
using TransferRequest = Ua<UA_TransferSubscriptionsRequest, UA_TYPES_TRANSFERSUBSCRIPTIONSREQUEST>;
using TransferResponse = Ua<UA_TransferSubscriptionsResponse, UA_TYPES_TRANSFERSUBSCRIPTIONSRESPONSE>;

// Sequence numbers begin again with 1 (OPC UA part 4, 7.40).
UA_UInt32 next_of(UA_UInt32 sequence) {
  return sequence == UA_UINT32_MAX ? 1 : sequence + 1;
}

// How far `sequence` is ahead of `expected`; negative when it was before.
std::int32_t ahead(UA_UInt32 sequence, UA_UInt32 expected) {
  return static_cast<std::int32_t>(sequence - expected);
}

bool is_gone(UA_StatusCode status) {
  return status == UA_STATUSCODE_BADSUBSCRIPTIONIDINVALID || status == UA_STATUSCODE_BADNOSUBSCRIPTION;
}

}  // namespace

Arrival Session::Impl::take_up_subscriptions(bool same_session) {
  publish_limit_ = kPublishRequests;
  if (subscriptions_.empty()) return Arrival::fresh;
  if (!same_session && !transfer()) {
    forget_subscriptions();
    return Arrival::fresh;
  }
  for (auto at = subscriptions_.begin(); at != subscriptions_.end();) {
    at->second.last_heard = steady_clock::now();
    at = republish_all(at->second) ? std::next(at) : subscriptions_.erase(at);
  }
  return same_session ? Arrival::resumed : Arrival::transferred;
}

// The new ones may have the old ones' ids: what came of these is read now, and no longer the server's to forget.
void Session::Impl::forget_subscriptions() {
  for (UaPublishResponse& response : responses_)
    if (const auto known = subscriptions_.find(response->subscriptionId);
        known != subscriptions_.end() &&
        ahead(response->notificationMessage.sequenceNumber, known->second.next_sequence) >= 0)
      take(known->second, response->notificationMessage);
  responses_.clear();
  subscriptions_.clear();
  arrived_.clear();
  handed_out_.clear();
  to_acknowledge_.clear();
}

bool Session::Impl::transfer() {
  TransferRequest request;
  request->subscriptionIds = static_cast<UA_UInt32*>(UA_Array_new(subscriptions_.size(), &UA_TYPES[UA_TYPES_UINT32]));
  request->subscriptionIdsSize = subscriptions_.size();
  std::size_t i = 0;
  for (const auto& [id, subscription] : subscriptions_) request->subscriptionIds[i++] = id;
  TransferResponse response;
  if (try_call(request, response) != UA_STATUSCODE_GOOD || response->resultsSize != subscriptions_.size()) return false;
  return std::all_of(response->results, response->results + response->resultsSize,
                     [](const UA_TransferResult& result) { return !UA_StatusCode_isBad(result.statusCode); });
}

// Asks for what was sent and did not arrive, until the server says that there is no more (part 4, 6.7). False when the
// server no longer knows the subscription.
bool Session::Impl::republish_all(Subscription& subscription) {
  while (waiting_.size() < kMostWaiting && !is_cancelled()) {
    const UA_StatusCode status = republish(subscription, subscription.next_sequence);
    if (is_gone(status)) return false;
    if (status != UA_STATUSCODE_GOOD) return true;
  }
  return true;
}

UA_StatusCode Session::Impl::republish(Subscription& subscription, UA_UInt32 sequence) {
  RepublishRequest request;
  request->subscriptionId = subscription.id;
  request->retransmitSequenceNumber = sequence;
  RepublishResponse response;
  const UA_StatusCode status = try_call(request, response);
  if (status != UA_STATUSCODE_GOOD) return status;
  // A server that answers with something else would be asked for ever.
  if (response->notificationMessage.sequenceNumber != sequence) return UA_STATUSCODE_BADMESSAGENOTAVAILABLE;
  ++counts_.republished;
  take(subscription, response->notificationMessage);
  return UA_STATUSCODE_GOOD;
}

void Session::Impl::keep_publishing() {
  while (!subscriptions_.empty() && responses_.empty() && publishing_.size() < publish_limit_) {
    Publishing& publishing = publishing_.emplace_back(Publishing{.session = this});
    publishing.acknowledged.swap(to_acknowledge_);
    PublishRequest request;
    auto longest = milliseconds(0);
    for (const auto& [id, subscription] : subscriptions_) longest = std::max(longest, subscription.keep_alive);
    request->requestHeader.timeoutHint =
        static_cast<UA_UInt32>((longest * static_cast<int>(kPublishRequests) * 2 + settings_.request_timeout).count());
    // Borrowed for the time of the call.
    request->subscriptionAcknowledgements = publishing.acknowledged.data();
    request->subscriptionAcknowledgementsSize = publishing.acknowledged.size();
    const auto answered = [](UA_Client*, void* data, UA_UInt32, void* response) {
      const auto* asked = static_cast<Publishing*>(data);
      asked->session->on_publish(*asked, *static_cast<UA_PublishResponse*>(response));
    };
    const UA_StatusCode status = __UA_Client_AsyncService(client_.get(), &*request, PublishRequest::type(), answered,
                                                          UaPublishResponse::type(), &publishing, nullptr);
    request->subscriptionAcknowledgements = nullptr;
    request->subscriptionAcknowledgementsSize = 0;
    if (status == UA_STATUSCODE_GOOD) continue;
    to_acknowledge_.swap(publishing.acknowledged);
    publishing_.pop_back();
    throw Error(Error::Kind::connection, "the connection is lost: " + name_of(status));
  }
}

void Session::Impl::on_publish(const Publishing& request, UA_PublishResponse& response) {
  const UA_StatusCode status = response.responseHeader.serviceResult;
  if (status == UA_STATUSCODE_GOOD) {
    UaPublishResponse& kept = responses_.emplace_back();
    std::swap(*kept, response);
  } else {
    // The server may not have seen what was acknowledged: it is told again.
    to_acknowledge_.insert(to_acknowledge_.end(), request.acknowledged.begin(), request.acknowledged.end());
    if (status == UA_STATUSCODE_BADTOOMANYPUBLISHREQUESTS) {
      publish_limit_ = std::max<std::size_t>(1, publishing_.size() - 1);
    } else if (publish_problem_.empty()) {
      publish_problem_ = "the server publishes no more: " + name_of(status);
    }
  }
  publishing_.remove_if([&](const Publishing& other) { return &other == &request; });
}

void Session::Impl::receive(std::vector<Change>& changes, milliseconds patience) {
  const auto deadline = steady_clock::now() + patience;
  note_heard();
  // What was asked for again after a loss is there already.
  while (waiting_.empty()) {
    check_alive();
    keep_publishing();
    iterate(std::chrono::ceil<milliseconds>(deadline - steady_clock::now()));
    take_responses();
    if (woken_ || is_cancelled() || steady_clock::now() >= deadline) break;
  }
  woken_ = false;
  hand_out(changes);
  last_receive_ = steady_clock::now();
  if (changes.empty()) check_heard();
}

void Session::Impl::take_responses() {
  while (!responses_.empty()) {
    check_flood();
    if (!take(*responses_.front())) return;
    responses_.pop_front();
  }
}

// False when more waits for the owner already than is wise: the answer stays where it is.
bool Session::Impl::take(UA_PublishResponse& response) {
  const auto known = subscriptions_.find(response.subscriptionId);
  if (known == subscriptions_.end()) return true;  // of one that was just deleted
  Subscription& subscription = known->second;
  subscription.last_heard = steady_clock::now();
  const UA_NotificationMessage& message = response.notificationMessage;
  if (ahead(message.sequenceNumber, subscription.next_sequence) > 0 && !fill_gap(subscription, response)) return false;
  // Without notifications it says that the server lives, with the number that comes next.
  if (message.notificationDataSize == 0) return true;
  if (ahead(message.sequenceNumber, subscription.next_sequence) < 0) {
    ++counts_.repeated;
    to_acknowledge_.push_back({subscription.id, message.sequenceNumber});
    return true;
  }
  take(subscription, message);
  return true;
}

// A server that has no value yet says so first, and then what it finds.
bool Session::Impl::is_initial(Subscription& subscription, std::uint32_t handle, const UA_DataValue& value) {
  const auto item = subscription.items.find(handle);
  if (item == subscription.items.end() || item->second.is_heard) return false;
  item->second.is_heard = !value.hasStatus || value.status != UA_STATUSCODE_BADWAITINGFORINITIALDATA;
  return true;
}

bool Session::Impl::fill_gap(Subscription& subscription, const UA_PublishResponse& response) {
  const UA_UInt32 end = response.notificationMessage.sequenceNumber;
  std::vector<UA_UInt32> held;
  for (std::size_t i = 0; i < response.availableSequenceNumbersSize && held.size() < kMostInGap; ++i) {
    const UA_UInt32 sequence = response.availableSequenceNumbers[i];
    if (ahead(sequence, subscription.next_sequence) >= 0 && ahead(sequence, end) < 0) held.push_back(sequence);
  }
  const UA_UInt32 begin = subscription.next_sequence;
  std::sort(held.begin(), held.end(), [&](UA_UInt32 a, UA_UInt32 b) { return ahead(a, begin) < ahead(b, begin); });
  for (const UA_UInt32 sequence : held) {
    if (waiting_.size() >= kMostWaiting) return false;
    counts_.lost += ahead(sequence, subscription.next_sequence);
    subscription.next_sequence = sequence;
    if (republish(subscription, sequence) != UA_STATUSCODE_GOOD) {
      ++counts_.lost;
      subscription.next_sequence = next_of(sequence);
    }
  }
  counts_.lost += ahead(end, subscription.next_sequence);
  subscription.next_sequence = end;
  return true;
}

void Session::Impl::take(Subscription& subscription, const UA_NotificationMessage& message) {
  subscription.next_sequence = next_of(message.sequenceNumber);
  arrived_.push_back({subscription.id, message.sequenceNumber});
  ++counts_.notifications;
  bool ended = false;
  for (std::size_t i = 0; i < message.notificationDataSize; ++i) {
    const UA_ExtensionObject& data = message.notificationData[i];
    if (data.encoding != UA_EXTENSIONOBJECT_DECODED && data.encoding != UA_EXTENSIONOBJECT_DECODED_NODELETE) continue;
    if (data.content.decoded.type == &UA_TYPES[UA_TYPES_STATUSCHANGENOTIFICATION]) ended = true;
    if (data.content.decoded.type != &UA_TYPES[UA_TYPES_DATACHANGENOTIFICATION]) continue;
    const auto& changes = *static_cast<const UA_DataChangeNotification*>(data.content.decoded.data);
    for (std::size_t j = 0; j < changes.monitoredItemsSize; ++j) {
      const UA_MonitoredItemNotification& change = changes.monitoredItems[j];
      waiting_.push_back({.handle = change.clientHandle,
                          .value = value_of(change.value),
                          .is_initial = is_initial(subscription, change.clientHandle, change.value)});
    }
  }
  if (!ended) return;
  publish_problem_ = "the server ended the subscription";
  subscription.items.clear();
}

void Session::Impl::hand_out(std::vector<Change>& changes) {
  for (Change& change : waiting_) changes.push_back(std::move(change));
  waiting_.clear();
  handed_out_.insert(handed_out_.end(), arrived_.begin(), arrived_.end());
  arrived_.clear();
}

void Session::Impl::acknowledge() {
  to_acknowledge_.insert(to_acknowledge_.end(), handed_out_.begin(), handed_out_.end());
  handed_out_.clear();
}

// While the owner was busy, nobody listened: silence counts from now.
void Session::Impl::note_heard() {
  const auto now = steady_clock::now();
  if (now - last_receive_ > std::chrono::seconds(1))
    for (auto& [id, subscription] : subscriptions_) subscription.last_heard = now;
}

void Session::Impl::check_heard() const {
  const auto now = steady_clock::now();
  for (const auto& [id, subscription] : subscriptions_)
    if (now - subscription.last_heard > 3 * subscription.keep_alive + settings_.request_timeout)
      throw Error(Error::Kind::connection, "the server is silent");
}

void Session::Impl::check_flood() {
  const auto now = steady_clock::now();
  if (now - flood_began_ > std::chrono::seconds(1)) {
    flood_began_ = now;
    flood_ = 0;
  }
  if (++flood_ > kMostAnswers)
    throw Error(Error::Kind::connection, "the server sends more answers than any schedule allows");
}

}  // namespace openspc::connect::opcua
