#include "notify/channel/mail_server_store.h"

namespace openspc::notify::mail_server_store {

using Rows = db::Table<Row>;

std::optional<Row> find(db::Session& session) {
  return Rows::find(session, Row().id);
}

void replace(db::Session& session, const Row& row) {
  remove(session);
  Rows::insert(session, row);
}

void renew_refresh_token(db::Session& session, const std::string& former, const std::string& fresh) {
  session.execute(
      "UPDATE notification_mail_server SET oauth_refresh_token = ? WHERE id = 1 AND oauth_refresh_token = ?", fresh,
      former);
}

void remove(db::Session& session) {
  Rows::remove(session, Row().id);
}

}  // namespace openspc::notify::mail_server_store
