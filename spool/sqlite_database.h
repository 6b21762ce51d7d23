#pragma once
#include "engine/model/ids.h"
#include "engine/model/result.h"
#include "engine/model/timestamp.h"
#include "spool/states.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <sqlite3.h>

namespace longshore::spool {

/// A prepared statement in use. Values are bound and read in their order; enumerations as their text, times in
/// milliseconds.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  Statement(Statement&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)), bound_(other.bound_) {}
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  void bind(std::int64_t value) { sqlite3_bind_int64(statement_, ++bound_, value); }
  void bind(int value) { bind(std::int64_t{value}); }
  void bind(std::uint32_t value) { bind(std::int64_t{value}); }
  void bind(std::uint64_t value) { bind(static_cast<std::int64_t>(value)); }
  void bind(bool value) { bind(std::int64_t{value}); }
  /// The text must outlive the statement's use.
  void bind(std::string_view text);
  void bind(const std::string& text) { bind(std::string_view(text)); }
  void bind(const char* text) { bind(std::string_view(text)); }
  void bind(Timestamp at) { bind(at.milliseconds); }
  void bind(Bytes bytes) { bind(bytes.count); }
  template <class Tag>
  void bind(const Name<Tag>& value) {
    bind(std::string_view(value.str()));
  }
  template <Named E>
  void bind(E value) {
    bind(name(value));
  }
  template <class T>
  void bind(const std::optional<T>& value) {
    if (value) {
      bind(*value);
    } else {
      sqlite3_bind_null(statement_, ++bound_);
    }
  }

  /// True when there is a row to read.
  Result<bool> step();

  /// Reads the row's columns into the targets, in their order.
  template <class... T>
  void read(T&... targets) {
    column_ = 0;
    (take(targets), ...);
  }

 private:
  void take(std::int64_t& value) { value = sqlite3_column_int64(statement_, column_++); }
  void take(int& value) { value = sqlite3_column_int(statement_, column_++); }
  void take(std::uint32_t& value) { value = static_cast<std::uint32_t>(sqlite3_column_int64(statement_, column_++)); }
  void take(std::uint64_t& value) { value = static_cast<std::uint64_t>(sqlite3_column_int64(statement_, column_++)); }
  void take(bool& value) { value = sqlite3_column_int64(statement_, column_++) != 0; }
  void take(std::string& text);
  void take(Timestamp& at) { take(at.milliseconds); }
  void take(Bytes& bytes) { take(bytes.count); }
  template <class Tag>
  void take(Name<Tag>& value) {
    std::string text;
    take(text);
    value = Name<Tag>(std::move(text));
  }
  template <Named E>
  void take(E& value) {
    std::string text;
    take(text);
    value = from_name<E>(text).value_or(value);
  }
  template <class T>
  void take(std::optional<T>& value) {
    if (sqlite3_column_type(statement_, column_) == SQLITE_NULL) {
      value.reset();
      ++column_;
    } else {
      take(value.emplace());
    }
  }

  sqlite3_stmt* statement_;
  int bound_ = 0;
  int column_ = 0;
};

/// One connection. Every text of SQL is a constant of ours; values only ever arrive bound. Not thread-safe.
class Database {
 public:
  enum class Mode { write, read };
  static Result<std::unique_ptr<Database>> open(const std::string& path, Mode mode);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  /// Statements without parameters, separated by semicolons.
  Result<void> script(const std::string& sql);

  /// How many rows it changed.
  template <class... A>
  Result<std::int64_t> run(std::string_view sql, const A&... arguments) {
    LONGSHORE_TRY(Statement statement, start(sql, arguments...));
    LONGSHORE_CHECK(statement.step());
    return changes();
  }

  /// `read` makes a T of a statement that stands on a row.
  template <class Read, class... A>
  auto rows(std::string_view sql, Read read, const A&... arguments)
      -> Result<std::vector<std::invoke_result_t<Read, Statement&>>> {
    std::vector<std::invoke_result_t<Read, Statement&>> found;
    LONGSHORE_TRY(Statement statement, start(sql, arguments...));
    for (;;) {
      LONGSHORE_TRY(bool there, statement.step());
      if (!there) return found;
      found.push_back(read(statement));
    }
  }

  template <class Read, class... A>
  auto row(std::string_view sql, Read read, const A&... arguments)
      -> Result<std::optional<std::invoke_result_t<Read, Statement&>>> {
    LONGSHORE_TRY(Statement statement, start(sql, arguments...));
    LONGSHORE_TRY(bool there, statement.step());
    if (!there) return std::nullopt;
    return read(statement);
  }

  /// The first column of the first row.
  template <class T, class... A>
  Result<std::optional<T>> value(std::string_view sql, const A&... arguments) {
    return row(
        sql,
        [](Statement& at) {
          T value{};
          at.read(value);
          return value;
        },
        arguments...);
  }

  std::int64_t last_row() const { return sqlite3_last_insert_rowid(connection_); }
  bool in_transaction() const { return sqlite3_get_autocommit(connection_) == 0; }
  /// Frames that the last commit left in the write-ahead log.
  int log_frames() const { return log_frames_; }
  /// Copies what it can from the log into the database, without waiting for readers.
  Result<void> checkpoint();

 private:
  Database() = default;
  Result<Statement> prepare(std::string_view sql);
  std::int64_t changes() const { return sqlite3_changes64(connection_); }

  template <class... A>
  Result<Statement> start(std::string_view sql, const A&... arguments) {
    LONGSHORE_TRY(Statement statement, prepare(sql));
    (statement.bind(arguments), ...);
    return statement;
  }

  sqlite3* connection_ = nullptr;
  std::unordered_map<std::string, sqlite3_stmt*> prepared_;
  int log_frames_ = 0;
};

/// The error codes of the ledger that the spool decides on.
namespace ledger_code {
inline constexpr std::string_view outcome_unknown = "OUTCOME_UNKNOWN";
inline constexpr std::string_view io_error = "LEDGER_IO";  ///< the disk failed under the ledger: stop
}  // namespace ledger_code

}  // namespace longshore::spool
