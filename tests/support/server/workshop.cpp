#include "support/server/workshop.h"

#include <stdexcept>
#include <thread>

namespace openspc::test {

Reply require(Reply reply, int status) {
  if (reply.status != status)
    throw std::runtime_error("expected " + std::to_string(status) + ", got " + std::to_string(reply.status) + ": " +
                             reply.body);
  return reply;
}

std::int64_t id_of(const Reply& reply) {
  return require(reply, reply.status == 200 ? 200 : 201).json().at("id").as_int64();
}

std::string path(std::string_view before, std::int64_t id, std::string_view after) {
  return std::string(before).append(std::to_string(id)).append(after);
}

boost::json::object sample_of(std::int64_t characteristic, const std::vector<double>& measurements) {
  return {{"characteristic_id", characteristic}, {"measurements", boost::json::value_from(measurements)}};
}

Workshop::Workshop(ServerOptions options) : server(std::move(options)), admin(server.port()) {
  admin.sign_in(ServerProcess::admin_name, ServerProcess::admin_password);
  plant = require(admin.get("/api/v1/plants/"), 200).json().at(0).at("id").as_int64();
  line = new_node(plant, "Line 1");
}

std::int64_t Workshop::new_plant(const std::string& name, const std::string& code) {
  return id_of(admin.post("/api/v1/plants/", {{"name", name}, {"code", code}}));
}

std::int64_t Workshop::new_node(std::int64_t plant_id, const std::string& name) {
  return id_of(admin.post(path("/api/v1/plants/", plant_id, "/hierarchies/"), {{"name", name}, {"type", "Line"}}));
}

std::int64_t Workshop::new_characteristic(boost::json::object members) {
  members.emplace("hierarchy_id", line);
  members.emplace("name", "Characteristic " + std::to_string(++names_));
  return id_of(admin.post("/api/v1/characteristics/", members));
}

std::int64_t Workshop::new_judged_characteristic(boost::json::object members) {
  const auto id = new_characteristic(std::move(members));
  set_limits(id, 10, 1);
  return id;
}

void Workshop::set_limits(std::int64_t characteristic, double center, double sigma) {
  require(
      admin.post(path("/api/v1/characteristics/", characteristic, "/set-limits"),
                 {{"ucl", center + 3 * sigma}, {"lcl", center - 3 * sigma}, {"center_line", center}, {"sigma", sigma}}),
      200);
}

boost::json::value Workshop::submit(std::int64_t characteristic, const std::vector<double>& measurements) {
  return require(admin.post("/api/v1/samples/", sample_of(characteristic, measurements)), 201).json();
}

boost::json::value Workshop::chart(std::int64_t characteristic) {
  return require(admin.get(path("/api/v1/characteristics/", characteristic, "/chart-data?limit=1000")), 200).json();
}

void Workshop::add_user(const std::string& name, const std::string& role, std::int64_t at_plant) {
  StoredData database = server.stored();
  database.execute("INSERT INTO \"user\" (username, hashed_password) SELECT '" + name +
                   "', hashed_password FROM \"user\" WHERE username = 'admin'");
  if (role.empty()) return;
  database.execute("INSERT INTO user_plant_role (user_id, plant_id, role) SELECT id, " + std::to_string(at_plant) +
                   ", '" + role + "' FROM \"user\" WHERE username = '" + name + "'");
}

HttpClient Workshop::signed_in(const std::string& user) {
  HttpClient client(server.port());
  client.sign_in(user, ServerProcess::admin_password);
  return client;
}

std::vector<std::vector<double>> Workshop::samples(std::int64_t characteristic) {
  StoredData file = server.stored();
  std::vector<std::vector<double>> samples;
  std::string last;
  for (const auto& row : file.rows("SELECT s.id, m.value FROM sample s JOIN measurement m ON m.sample_id = s.id "
                                   "WHERE s.char_id = " +
                                   std::to_string(characteristic) + " ORDER BY s.timestamp, s.id, m.id")) {
    if (row[0] != last) samples.emplace_back();
    last = row[0];
    samples.back().push_back(std::stod(row[1]));
  }
  return samples;
}

void Workshop::wait_samples(std::int64_t characteristic, std::int64_t count) {
  StoredData file = server.stored();
  wait_for(
      [&] {
        return file.number("SELECT COUNT(*) FROM sample WHERE char_id = " + std::to_string(characteristic)) >= count;
      },
      std::to_string(count) + " samples are stored", std::chrono::seconds(90));
}

void wait_for(const std::function<bool()>& is_so, const std::string& what, std::chrono::seconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!is_so()) {
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("it does not come to this: " + what);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace openspc::test
