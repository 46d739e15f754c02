#include "connect/opcua/routes.h"
#include "identity/caller.h"
#include "net/response.h"

namespace openspc::connect::opcua {
namespace {

using identity::Caller;
using net::Access;
using net::Role;

void add_reads(net::Router& router, CertificateService& certificates) {
  router.add(net::get("/api/v1/opcua-servers/all/certificates")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("listOpcuaCertificates")
                 .summary("Our own certificate, the trusted and the rejected ones")
                 .description("A server that shows a certificate which is not trusted appears among the rejected.")
                 .fails({503})
                 .handle([&certificates](net::Request& /*r*/) -> base::Task<std::vector<CertificateInfo>> {
                   co_return co_await certificates.list();
                 }));
  router.add(net::get("/api/v1/opcua-servers/all/certificates/own")
                 .strict()
                 .access(Access::any_plant(Role::engineer))
                 .tag("opcua-servers")
                 .id("downloadOpcuaCertificate")
                 .summary("Our own certificate, for the trust lists of servers")
                 .produces("application/pkix-cert")
                 .fails({503})
                 .handle([&certificates](net::Request& /*r*/) -> base::Task<net::Response> {
                   std::string der = co_await certificates.own();
                   net::Response response = net::Response::text(200, std::move(der));
                   response.content_type = "application/pkix-cert";
                   co_return response;
                 }));
}

void add_upload(net::Router& router, CertificateService& certificates) {
  router.add(
      net::post("/api/v1/opcua-servers/all/certificates")
          .strict()
          .access(Access::any_plant(Role::admin))
          .tag("opcua-servers")
          .id("addOpcuaCertificate")
          .summary("Trust a certificate: a server's, or an authority's")
          .fails({503})
          .handle([&certificates](net::Request& r,
                                  net::Body<CertificateUpload> body) -> base::Task<net::Created<CertificateInfo>> {
            Caller caller = Caller::of(r);
            CertificateInfo info = co_await certificates.add_trusted(std::move(caller), std::move(body->certificate));
            co_return net::Created<CertificateInfo>{std::move(info)};
          }));
}

void add_changes(net::Router& router, CertificateService& certificates) {
  router.add(
      net::post("/api/v1/opcua-servers/all/certificates/{fingerprint}/trust")
          .strict()
          .access(Access::any_plant(Role::admin))
          .tag("opcua-servers")
          .id("trustOpcuaCertificate")
          .summary("Trust a rejected certificate")
          .fails({404, 503})
          .handle([&certificates](net::Request& r, net::Path<CertificatePath> path) -> base::Task<net::NoContent> {
            Caller caller = Caller::of(r);
            co_await certificates.trust(std::move(caller), path->fingerprint);
            co_return net::NoContent{};
          }));
  router.add(
      net::post("/api/v1/opcua-servers/all/certificates/{fingerprint}/reject")
          .strict()
          .access(Access::any_plant(Role::admin))
          .tag("opcua-servers")
          .id("rejectOpcuaCertificate")
          .summary("Trust a certificate no longer")
          .description("Connections that stand are not closed; the next one is refused.")
          .fails({404, 503})
          .handle([&certificates](net::Request& r, net::Path<CertificatePath> path) -> base::Task<net::NoContent> {
            Caller caller = Caller::of(r);
            co_await certificates.reject(std::move(caller), path->fingerprint);
            co_return net::NoContent{};
          }));
  router.add(
      net::delete_("/api/v1/opcua-servers/all/certificates/{fingerprint}")
          .strict()
          .access(Access::any_plant(Role::admin))
          .tag("opcua-servers")
          .id("forgetOpcuaCertificate")
          .summary("Forget a rejected certificate")
          .fails({404})
          .handle([&certificates](net::Request& r, net::Path<CertificatePath> path) -> base::Task<net::NoContent> {
            Caller caller = Caller::of(r);
            co_await certificates.forget(std::move(caller), path->fingerprint);
            co_return net::NoContent{};
          }));
}

}  // namespace

void add_opcua_certificate_routes(net::Router& router, const Services& services) {
  add_reads(router, services.certificates);
  add_upload(router, services.certificates);
  add_changes(router, services.certificates);
}

}  // namespace openspc::connect::opcua
