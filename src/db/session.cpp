#include "db/session.h"

#include <algorithm>
#include <stdexcept>

#include "base/log.h"
#include "db/session_impl.h"
#include "db/sql/sql_text.h"
#include "db/unreadable_row.h"

namespace openspc::db {
namespace detail {
namespace {

std::vector<Cell> cells_of(std::string_view types) {
  std::vector<Cell> cells(types.size());
  for (std::size_t i = 0; i < types.size(); ++i) cells[i].type = static_cast<CellType>(types[i]);
  return cells;
}

void run_logged(const std::function<void()>& hook, std::string_view event) noexcept {
  try {
    hook();
  } catch (const std::exception& error) {
    base::log::error(event, {{"error", error.what()}});
  } catch (...) {
    base::log::error(event);
  }
}

CellType type_of(const Value& value) {
  if (std::holds_alternative<std::int64_t>(value)) return CellType::integer;
  if (std::holds_alternative<double>(value)) return CellType::real;
  return CellType::text;
}

void write_value(Cell& cell, const Value& value) {
  cell.null = false;
  std::visit(
      [&cell](const auto& v) {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::nullptr_t>) {
          cell.null = true;
        } else {
          write(cell, v);
        }
      },
      value);
}

const base::Clock& clock_of(const DatabaseOptions& options) {
  static const base::SystemClock system;
  return options.clock != nullptr ? *options.clock : system;
}

}  // namespace

StatementImpl::StatementImpl(driver::Connection& connection, std::string_view sql, std::string_view signature)
    : sql_(sql),
      signature_(signature),
      parameters_(cells_of(signature.substr(0, signature.find('>')))),
      columns_(cells_of(signature.substr(signature.find('>') + 1))),
      statement_(connection.prepare(sql_, std::string_view(signature_).substr(0, parameters_.size()),
                                    std::string_view(signature_).substr(parameters_.size() + 1))) {}

bool StatementImpl::execute() {
  is_open_ = true;  // also when it fails half-way: it must be reset
  return statement_->execute(parameters_, columns_);
}

bool StatementImpl::fetch() {
  return statement_->fetch(columns_);
}

void StatementImpl::post() {
  is_open_ = true;
  statement_->post(parameters_);
}

void StatementImpl::reset() noexcept {
  if (std::exchange(is_open_, false)) statement_->reset();
}

void Hooks::run_after_commit() const noexcept {
  for (const auto& hook : after_commit) run_logged(hook, "after_commit_hook_failed");
}
void Hooks::run_after_rollback() const noexcept {
  for (const auto& hook : after_rollback) run_logged(hook, "after_rollback_hook_failed");
}
void Hooks::deliver_notices() const noexcept {
  for (const Notice& notice : notices) run_logged(notice.deliver, "notice_failed");
}

SessionImpl::SessionImpl(const DatabaseUrl& url, driver::Role role, const DatabaseOptions& options,
                         std::shared_ptr<StorageState> state)
    : url_(url),
      role_(role),
      options_(options),
      dialect_(url.kind),
      state_(std::move(state)),
      clock_(clock_of(options)),
      connection_(driver::connect(url_, role_, options_, *state_)) {}

void SessionImpl::reopen_if_lost() {
  if (connection_->is_open()) return;
  cache_.clear();
  statement_count_ = 0;
  connection_ = driver::connect(url_, role_, options_, *state_);
}

StatementImpl& SessionImpl::lease(std::string_view sql, std::string_view signature) {
  auto at = cache_.find(sql);
  if (at == cache_.end()) {
    make_room();
    at = cache_.emplace(sql, Variants()).first;
  }
  auto& variants = at->second;
  auto found = std::find_if(variants.begin(), variants.end(), [&](const auto& statement) {
    return !statement->leased && statement->signature() == signature;
  });
  if (found == variants.end()) {
    variants.push_back(std::make_unique<StatementImpl>(*connection_, sql, signature));
    ++statement_count_;
    found = std::prev(variants.end());
  }
  (*found)->leased = true;
  (*found)->last_use = ++uses_;
  return **found;
}

/// Forgets the text that was used longest ago; texts put together at run time would otherwise pile up.
void SessionImpl::make_room() {
  std::erase_if(cache_, [](const auto& entry) { return entry.second.empty(); });
  if (statement_count_ < max_cached_statements) return;
  auto oldest = cache_.end();
  std::uint64_t oldest_use = uses_ + 1;
  for (auto at = cache_.begin(); at != cache_.end(); ++at) {
    std::uint64_t last_use = 0;
    bool leased = false;
    for (const auto& statement : at->second) {
      last_use = std::max(last_use, statement->last_use);
      leased = leased || statement->leased;
    }
    if (!leased && last_use < oldest_use) {
      oldest = at;
      oldest_use = last_use;
    }
  }
  if (oldest == cache_.end()) return;
  statement_count_ -= oldest->second.size();
  cache_.erase(oldest);
}

void SessionImpl::run_uncached(const std::string& sql) {
  StatementImpl statement(*connection_, sql, ">");
  statement.execute();
  statement.reset();
}

std::int64_t SessionImpl::next_id(Session& session, std::string_view name) {
  auto at = id_blocks_.find(name);
  if (at == id_blocks_.end()) at = id_blocks_.emplace(name, IdBlock()).first;
  IdBlock& block = at->second;
  if (block.next == block.end) {
    block.next = dialect_.has_sequences()
                     ? session.scalar<std::int64_t>("SELECT " + dialect_.next_value(name))
                     : session.scalar<std::int64_t>(
                           "UPDATE id_block SET next_id = next_id + ? WHERE name = ? RETURNING next_id - ?", kIdBlock,
                           name, kIdBlock);
    block.end = block.next + kIdBlock;
  }
  return block.next++;
}

Lease::~Lease() {
  if (statement_ == nullptr) return;
  statement_->reset();
  statement_->leased = false;
}

std::span<Cell> Lease::parameters() const noexcept {
  return statement_->parameters();
}
std::span<const Cell> Lease::columns() const noexcept {
  return statement_->columns();
}
bool Lease::execute() {
  return statement_->execute();
}
bool Lease::fetch() {
  return statement_->fetch();
}
void Lease::post() {
  statement_->post();
}
std::int64_t Lease::affected_rows() {
  return statement_->affected_rows();
}
void Lease::report_row(const Unreadable& reason) const {
  const Cell& first = columns().front();
  const bool has_id = first.type == CellType::integer && !first.null;
  report_unreadable(first_table(statement_->sql()), has_id ? std::optional<std::int64_t>(first.integer) : std::nullopt,
                    reason.what());
}

}  // namespace detail

Session::Session(std::unique_ptr<detail::SessionImpl> impl) : impl_(std::move(impl)) {}
Session::~Session() = default;

detail::Lease Session::lease_statement(std::string_view sql, std::string_view signature) {
  return detail::Lease(impl_->lease(sql, signature));
}

detail::Lease Session::lease_values(std::string_view sql, Values args, std::string_view column_signature) {
  std::string signature;
  for (const auto& value : args) signature += static_cast<char>(detail::type_of(value));
  signature += column_signature;
  detail::Lease lease(impl_->lease(sql, signature));
  for (std::size_t i = 0; i < args.size(); ++i) detail::write_value(lease.parameters()[i], args[i]);
  return lease;
}

std::int64_t Session::last_insert_id() {
  return impl_->last_insert_id();
}

std::int64_t Session::next_id(std::string_view name) {
  return impl_->next_id(*this, name);
}

void Session::refuse_no_row(std::string_view sql) {
  throw std::logic_error("A row was expected from: " + std::string(sql));
}

void Session::execute_script(std::string_view sql) {
  for (const auto& statement : detail::split_statements(sql)) impl_->run_uncached(statement);
}

void Session::after_commit(std::function<void()> hook) {
  impl_->hooks.after_commit.push_back(std::move(hook));
}
void Session::tell(Notice notice) {
  impl_->hooks.notices.push_back(std::move(notice));
}

void Session::after_rollback(std::function<void()> hook) {
  impl_->hooks.after_rollback.push_back(std::move(hook));
}

Epoch Session::epoch() const noexcept {
  return impl_->epoch();
}
void Session::keep_epoch() noexcept {
  impl_->keep_epoch();
}

base::Timestamp Session::now() const {
  return impl_->clock().now();
}

const Dialect& Session::dialect() const noexcept {
  return impl_->dialect();
}

}  // namespace openspc::db
