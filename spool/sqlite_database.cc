#include "spool/sqlite_database.h"

namespace longshore::spool {
namespace {

Error describe(sqlite3* connection, int answer, std::string_view doing) {
  int kind = answer & 0xff;
  Error error{Lasting::permanent, "ledger", "LEDGER_ERROR", "the ledger could not " + std::string(doing), "",
              std::nullopt};
  error.cause = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(answer);
  if (kind == SQLITE_FULL) {
    error.lasting = Lasting::temporary;
    error.code = "DISK_FULL";
    error.hint = "free some space";
  } else if (kind == SQLITE_BUSY || kind == SQLITE_LOCKED) {
    error.lasting = Lasting::temporary;
    error.code = "LEDGER_BUSY";
  } else if (kind == SQLITE_CONSTRAINT) {
    error.code = "CONFLICT";
  } else if (kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB) {
    error.code = "LEDGER_DAMAGED";
    error.hint = "restore the ledger from a backup";
  } else if (kind == SQLITE_IOERR) {
    error.code = std::string(ledger_code::io_error);
    error.hint = "check the disk; restart to verify what is there";
  } else if (kind == SQLITE_CANTOPEN) {
    error.code = "NOT_FOUND";
  }
  return error;
}

constexpr const char* kWriterPragmas = R"sql(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 0;
  PRAGMA journal_size_limit = 8388608;
)sql";
constexpr const char* kReaderPragmas = "PRAGMA query_only = ON;";
constexpr const char* kPragmas = R"sql(
  PRAGMA trusted_schema = OFF;
  PRAGMA cell_size_check = ON;
  PRAGMA mmap_size = 0;
  PRAGMA temp_store = MEMORY;
  PRAGMA foreign_keys = OFF;
)sql";

}  // namespace

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Statement::bind(std::string_view text) {
  const char* data = text.data() == nullptr ? "" : text.data();
  sqlite3_bind_text64(statement_, ++bound_, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

Result<bool> Statement::step() {
  int answer = sqlite3_step(statement_);
  if (answer == SQLITE_ROW) return true;
  if (answer == SQLITE_DONE) return false;
  return fail(describe(sqlite3_db_handle(statement_), answer, "answer"));
}

void Statement::take(std::string& text) {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column_));
  auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column_++));
  text = data == nullptr ? std::string() : std::string(data, size);
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, Mode mode) {
  std::unique_ptr<Database> database(new Database);
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
  flags |= mode == Mode::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  int answer = sqlite3_open_v2(path.c_str(), &database->connection_, flags, nullptr);
  if (answer != SQLITE_OK) return fail(describe(database->connection_, answer, "be opened at " + path));
  sqlite3_db_config(database->connection_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_busy_timeout(database->connection_, 2000);
  LONGSHORE_CHECK(database->script(kPragmas));
  LONGSHORE_CHECK(database->script(mode == Mode::write ? kWriterPragmas : kReaderPragmas));
  if (mode == Mode::write) {
    // Whoever closes decides about the last checkpoint: after a failed fsync there must be none.
    sqlite3_db_config(database->connection_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    auto remember = [](void* self, sqlite3*, const char*, int frames) {
      static_cast<Database*>(self)->log_frames_ = frames;
      return SQLITE_OK;
    };
    sqlite3_wal_hook(database->connection_, remember, database.get());
  }
  return database;
}

Database::~Database() {
  for (auto& [sql, statement] : prepared_) sqlite3_finalize(statement);
  sqlite3_close(connection_);
}

Result<void> Database::script(const std::string& sql) {
  int answer = sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr);
  if (answer != SQLITE_OK) return fail(describe(connection_, answer, "run its own statements"));
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt*& statement = prepared_[std::string(sql)];
  if (statement == nullptr) {
    int answer = sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                    &statement, nullptr);
    if (answer != SQLITE_OK) return fail(describe(connection_, answer, "understand its own statement"));
  }
  return Statement(statement);
}

Result<void> Database::checkpoint() {
  int answer = sqlite3_wal_checkpoint_v2(connection_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (answer != SQLITE_OK && (answer & 0xff) != SQLITE_BUSY)
    return fail(describe(connection_, answer, "fold in its log"));
  log_frames_ = 0;
  return {};
}

}  // namespace longshore::spool
