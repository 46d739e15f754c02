// Rows of opcua_certificate: the application certificate that all servers of the database show, those that are trusted,
// and the rejected ones that wait for somebody's approval. Called by Pki, within its jobs. Certificates are DER.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "connect/opcua/session/pki.h"
#include "db/session.h"

namespace openspc::connect::opcua::certificate_store {

struct Own {
  std::string certificate{};
  std::string private_key{};  // encrypted
};

struct Kept {
  CertificateTrust trust = CertificateTrust::rejected;
  std::string certificate{};
};

std::optional<Own> find_own(db::Session& session);
/// Leaves one that is there as it is.
void add_own(db::Session& session, const Own& own, base::Timestamp now);

/// The trusted before the rejected, by their fingerprints.
std::vector<Kept> list(db::Session& session);
std::vector<std::string> trusted(db::Session& session);

/// Adds it, or moves the one that is there.
void trust(db::Session& session, std::string_view fingerprint, std::string_view certificate, base::Timestamp now);
/// Adds it, unless it is there. Keeps the newest `most` of the rejected.
void reject_new(db::Session& session, std::string_view fingerprint, std::string_view certificate, base::Timestamp now,
                std::size_t most);
/// False when there is no such certificate among `from`.
bool move(db::Session& session, std::string_view fingerprint, CertificateTrust from, CertificateTrust to);
bool forget_rejected(db::Session& session, std::string_view fingerprint);

}  // namespace openspc::connect::opcua::certificate_store
