// Who may approve certificates of OPC UA servers; every change is in the audit trail. Called by the certificate routes.
// The database is read and written on a thread of its own. Errors: not_found, invalid (no certificate), unavailable.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/executors.h"
#include "connect/opcua/certificate.h"
#include "connect/opcua/session/pki.h"
#include "db/database.h"
#include "identity/caller.h"

namespace openspc::connect::opcua {

class CertificateService {
 public:
  /// `on_trust` is called, from any thread, when a certificate is believed that was not.
  CertificateService(db::Database& database, Pki& pki, std::function<void()> on_trust)
      : db_(database), pki_(pki), on_trust_(std::move(on_trust)), worker_(1) {}

  base::Task<std::vector<CertificateInfo>> list();
  /// Our own, in DER.
  base::Task<std::string> own();
  base::Task<CertificateInfo> add_trusted(identity::Caller caller, std::string certificate);
  base::Task<void> trust(identity::Caller caller, std::string fingerprint);
  base::Task<void> reject(identity::Caller caller, std::string fingerprint);
  base::Task<void> forget(identity::Caller caller, std::string fingerprint);

 private:
  using Change = bool (Pki::*)(std::string_view);
  base::Task<void> change(identity::Caller caller, std::string fingerprint, Change how, const char* action);
  base::Task<void> record(identity::Caller caller, const char* action, std::string fingerprint);

  db::Database& db_;
  Pki& pki_;
  const std::function<void()> on_trust_;
  base::WorkerPool worker_;
};

}  // namespace openspc::connect::opcua
