// Certificates of OPC UA as the API shows and receives them. Called by the certificate routes.
#pragma once

#include <boost/describe.hpp>
#include <string>

#include "connect/opcua/session/pki.h"
#include "net/schema.h"

namespace openspc::connect::opcua {

BOOST_DESCRIBE_STRUCT(CertificateInfo, (),
                      (fingerprint, thumbprint, subject, application_uri, not_before, not_after, trust))

inline void describe(net::Fields<CertificateInfo>& f) {
  f["fingerprint"].doc("SHA-256, hexadecimal: the name in these routes");
  f["thumbprint"].doc("SHA-1, hexadecimal: what tools of OPC UA show");
}

struct CertificateUpload {
  std::string certificate{};
};
BOOST_DESCRIBE_STRUCT(CertificateUpload, (), (certificate))

inline void describe(net::Fields<CertificateUpload>& f) {
  f["certificate"].length(1, 65'536).doc("PEM, or DER in base64");
}

struct CertificatePath {
  std::string fingerprint{};
};
BOOST_DESCRIBE_STRUCT(CertificatePath, (), (fingerprint))

}  // namespace openspc::connect::opcua
