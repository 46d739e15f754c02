#include "connect/opcua/certificate_service.h"

#include <utility>

#include "base/error.h"
#include "identity/audit.h"

namespace openspc::connect::opcua {

base::Task<std::vector<CertificateInfo>> CertificateService::list() {
  const auto read = [&] { return pki_.list(); };
  co_return co_await worker_.run(read);
}

base::Task<std::string> CertificateService::own() {
  const auto read = [&] { return pki_.own_certificate(); };
  co_return co_await worker_.run(read);
}

base::Task<CertificateInfo> CertificateService::add_trusted(identity::Caller caller, std::string certificate) {
  const auto store = [&] { return pki_.add_trusted(certificate); };
  CertificateInfo info = co_await worker_.run(store);
  co_await record(std::move(caller), "opcua_certificate.trusted", info.fingerprint);
  on_trust_();
  co_return info;
}

base::Task<void> CertificateService::trust(identity::Caller caller, std::string fingerprint) {
  co_await change(std::move(caller), std::move(fingerprint), &Pki::trust, "opcua_certificate.trusted");
  on_trust_();
}

base::Task<void> CertificateService::reject(identity::Caller caller, std::string fingerprint) {
  co_await change(std::move(caller), std::move(fingerprint), &Pki::reject, "opcua_certificate.rejected");
}

base::Task<void> CertificateService::forget(identity::Caller caller, std::string fingerprint) {
  co_await change(std::move(caller), std::move(fingerprint), &Pki::forget, "opcua_certificate.forgotten");
}

base::Task<void> CertificateService::change(identity::Caller caller, std::string fingerprint, Change how,
                                            const char* action) {
  const auto move = [&] { return (pki_.*how)(fingerprint); };
  const bool known = co_await worker_.run(move);
  if (!known) throw base::not_found("There is no such certificate");
  co_await record(std::move(caller), action, std::move(fingerprint));
}

base::Task<void> CertificateService::record(identity::Caller caller, const char* action, std::string fingerprint) {
  const auto write = [&](db::Session& session) {
    identity::audit::record(session, caller, action, {"opcua_certificate", fingerprint, std::nullopt});
  };
  co_await db_.write(write);
}

}  // namespace openspc::connect::opcua
