#include "identity/keys/api_key.h"

namespace openspc::identity {

net::KeyUses uses_of(KeyPurpose purpose, KeyScope scope) {
  using net::KeyUse;
  const bool is_wide = scope == KeyScope::all || scope == KeyScope::plants;
  switch (purpose) {
    case KeyPurpose::enter:
      return {KeyUse::enter};
    case KeyPurpose::read:
      return is_wide ? net::KeyUses{KeyUse::read_all, KeyUse::read_one} : net::KeyUses{KeyUse::read_one};
    case KeyPurpose::both:
      return is_wide ? net::KeyUses{KeyUse::enter, KeyUse::read_all, KeyUse::read_one}
                     : net::KeyUses{KeyUse::enter, KeyUse::read_one};
    case KeyPurpose::display:
      break;
  }
  return {KeyUse::display};
}

}  // namespace openspc::identity
