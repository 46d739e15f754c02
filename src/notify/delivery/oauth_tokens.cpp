#include "notify/delivery/oauth_tokens.h"

#include <algorithm>
#include <boost/json/parse.hpp>

namespace openspc::notify {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestWords = 200, kLongestToken = 16'384;
constexpr int kMostRenewals = 100;

void add(std::string& form, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  if (!form.empty()) form += '&';
  form.append(name).append("=").append(net::percent_encode(value));
}

// Others wrote it: one short line in plain letters.
std::string plain(std::string_view text) {
  std::string words;
  for (const char c : text.substr(0, kLongestWords)) words += c >= ' ' && c <= '~' ? c : '?';
  return words;
}

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* const value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

bool is_token(std::string_view text) {
  return !text.empty() && text.size() <= kLongestToken &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

std::optional<json::object> object_of(const std::string& text) {
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

// Some servers write the number as a text.
std::chrono::seconds lifetime_of(const json::object& object) {
  constexpr std::int64_t longest = 30 * 24 * 3'600;
  const json::value* const value = object.if_contains("expires_in");
  std::int64_t number = OauthTokens::usual_lifetime.count();
  if (value != nullptr && value->is_int64()) number = value->get_int64();
  if (value != nullptr && value->is_double())
    number = static_cast<std::int64_t>(std::clamp(value->get_double(), 0.0, 1e9));
  return std::chrono::seconds(std::clamp<std::int64_t>(number, 0, longest));
}

std::string refusal_of(const json::object& object, const std::string& server) {
  const std::string error = text_of(object, "error");
  if (error.empty()) return {};
  std::string words = "the token server " + server + " refuses: " + plain(error);
  if (const std::string more = text_of(object, "error_description"); !more.empty()) words += " (" + plain(more) + ")";
  return words;
}

// Everything that another token could depend on.
std::string key_of(const OauthCredentials& c) {
  std::string key = std::to_string(static_cast<int>(c.settings.grant));
  for (const std::string& part : {c.settings.token_url, c.settings.client_id, c.settings.scope.value_or(""),
                                  c.settings.ca_certificate.value_or(""), c.client_secret, c.refresh_token})
    key.append(1, '\n').append(part);
  return key;
}

}  // namespace

std::string token_request(const OauthCredentials& credentials) {
  std::string form;
  const bool refreshes = credentials.settings.grant == OauthGrant::refresh_token;
  add(form, "grant_type", refreshes ? "refresh_token" : "client_credentials");
  if (refreshes) add(form, "refresh_token", credentials.refresh_token);
  add(form, "client_id", credentials.settings.client_id);
  add(form, "client_secret", credentials.client_secret);
  add(form, "scope", credentials.settings.scope.value_or(""));
  return form;
}

OauthReply token_reply(const net::TransferResult& result, std::string_view token_url) {
  const std::string server = net::masked_url(token_url);
  const auto object = object_of(result.answer);
  if (!result.succeeded) {
    if (object)
      if (const std::string refusal = refusal_of(*object, server); !refusal.empty()) return {.problem = refusal};
    return {.problem = "no token from the token server " + server + ": " + result.error};
  }
  if (!object) return {.problem = "the token server " + server + " answers with something that is no JSON object"};
  const std::string token = text_of(*object, "access_token");
  if (!is_token(token)) return {.problem = "the token server " + server + " answers without a usable access_token"};
  return {.access_token = token, .lifetime = lifetime_of(*object), .refresh_token = text_of(*object, "refresh_token")};
}

std::string OauthTokens::State::newest(const std::string& refresh_token) const {
  std::string token = refresh_token;
  for (int i = 0; i < kMostRenewals; ++i) {
    const auto next = renewed.find(token);
    if (next == renewed.end()) break;
    token = next->second;
  }
  return token;
}

void OauthTokens::get(const OauthCredentials& credentials, const Done& done) {
  OauthCredentials asked = credentials;
  const std::string key = key_of(credentials);
  std::string known;
  {
    const auto state = state_.lock();
    Held& held = state->held[key];
    if (!held.access_token.empty() && clock_.now() < held.usable_until) {
      known = held.access_token;
    } else {
      held.waiting.push_back(done);
      if (held.waiting.size() > 1) return;
      asked.refresh_token = state->newest(credentials.refresh_token);
    }
  }
  if (!known.empty()) return done({.access_token = known});
  net::HttpPost post{.url = asked.settings.token_url,
                     .headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}},
                     .body = token_request(asked),
                     .trust = {.ca_certificate = asked.settings.ca_certificate.value_or("")},
                     .wants_answer = true};
  transfers_.start(std::move(post),
                   [this, key, asked](const net::TransferResult& result) { take(key, asked, result); });
}

void OauthTokens::take(const std::string& key, const OauthCredentials& credentials, const net::TransferResult& result) {
  const OauthReply reply = token_reply(result, credentials.settings.token_url);
  Answer answer{.access_token = reply.access_token};
  if (!reply.problem.empty())
    answer.failure = {.is_broken_off = result.is_broken_off,
                      .is_held_back = true,
                      .error = reply.problem,
                      .retry_after = pause_after_refusal};
  std::vector<Done> waiting;
  {
    const auto state = state_.lock();
    Held& held = state->held[key];
    held.access_token = reply.access_token;
    held.usable_until = clock_.now() + std::max(reply.lifetime - margin, reply.lifetime / 2);
    waiting.swap(held.waiting);
    const bool is_renewed = is_token(reply.refresh_token) && reply.refresh_token != credentials.refresh_token;
    if (credentials.settings.grant == OauthGrant::refresh_token && is_renewed) {
      state->renewed[credentials.refresh_token] = reply.refresh_token;
      state->unstored.emplace_back(credentials.refresh_token, reply.refresh_token);
    }
  }
  for (const Done& done : waiting) done(answer);
}

void OauthTokens::discard(const OauthCredentials& credentials, const std::string& access_token) {
  const auto state = state_.lock();
  const auto held = state->held.find(key_of(credentials));
  if (held != state->held.end() && held->second.access_token == access_token) held->second.access_token.clear();
}

std::vector<OauthTokens::Renewal> OauthTokens::renewals() {
  return state_.lock()->unstored;
}

void OauthTokens::forget(const Renewal& stored) {
  std::erase(state_.lock()->unstored, stored);
}

}  // namespace openspc::notify
