#include "connect/opcua/session/certificate_store.h"

#include "base/crypto.h"

namespace openspc::connect::opcua::certificate_store {
namespace {

// No fingerprint is so short.
constexpr const char* kOwnName = "own";

std::string der_of(const std::string& stored) {
  // What nobody can read is told as no certificate by whoever looks into it.
  return base::base64url_decode(stored).value_or("");
}

void insert(db::Session& session, std::string_view name, CertificateTrust trust, std::string_view certificate,
            const std::optional<std::string>& private_key, base::Timestamp now,
            const std::vector<std::string>& renewed) {
  session.execute(
      "INSERT INTO opcua_certificate (name, trust, certificate, private_key, kept_at) VALUES "
      "(?, ?, ?, ?, ?) " +
          session.dialect().upsert({"name"}, renewed),
      name, trust, base::base64url_encode(certificate), private_key, now);
}

}  // namespace

std::optional<Own> find_own(db::Session& session) {
  const auto row = session.first<std::string, std::string>(
      "SELECT certificate, private_key FROM opcua_certificate WHERE name = ?", kOwnName);
  if (!row) return std::nullopt;
  const auto& [certificate, private_key] = *row;
  return Own{.certificate = der_of(certificate), .private_key = private_key};
}

void add_own(db::Session& session, const Own& own, base::Timestamp now) {
  insert(session, kOwnName, CertificateTrust::own, own.certificate, own.private_key, now, {"name"});
}

std::vector<Kept> list(db::Session& session) {
  std::vector<Kept> kept;
  session.each<CertificateTrust, std::string>(
      "SELECT trust, certificate FROM opcua_certificate WHERE name <> ? ORDER BY trust DESC, name",
      [&](CertificateTrust trust, const std::string& certificate) { kept.push_back({trust, der_of(certificate)}); },
      kOwnName);
  return kept;
}

std::vector<std::string> trusted(db::Session& session) {
  std::vector<std::string> certificates;
  session.each<std::string>(
      "SELECT certificate FROM opcua_certificate WHERE trust = ? ORDER BY name",
      [&](const std::string& certificate) { certificates.push_back(der_of(certificate)); }, CertificateTrust::trusted);
  return certificates;
}

void trust(db::Session& session, std::string_view fingerprint, std::string_view certificate, base::Timestamp now) {
  insert(session, fingerprint, CertificateTrust::trusted, certificate, std::nullopt, now, {"trust", "kept_at"});
}

void reject_new(db::Session& session, std::string_view fingerprint, std::string_view certificate, base::Timestamp now,
                std::size_t most) {
  insert(session, fingerprint, CertificateTrust::rejected, certificate, std::nullopt, now, {"kept_at"});
  std::vector<std::string> newest_first;
  session.each<std::string>(
      "SELECT name FROM opcua_certificate WHERE trust = ? ORDER BY kept_at DESC, name",
      [&](const std::string& name) { newest_first.push_back(name); }, CertificateTrust::rejected);
  for (std::size_t i = most; i < newest_first.size(); ++i) forget_rejected(session, newest_first[i]);
}

bool move(db::Session& session, std::string_view fingerprint, CertificateTrust from, CertificateTrust to) {
  return session.execute("UPDATE opcua_certificate SET trust = ? WHERE name = ? AND trust = ?", to, fingerprint, from) >
         0;
}

bool forget_rejected(db::Session& session, std::string_view fingerprint) {
  return session.execute("DELETE FROM opcua_certificate WHERE name = ? AND trust = ?", fingerprint,
                         CertificateTrust::rejected) > 0;
}

}  // namespace openspc::connect::opcua::certificate_store
