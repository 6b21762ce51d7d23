#pragma once
#include "engine/model/location.h"

#include <expected>
#include <optional>
#include <string>
#include <utility>

namespace longshore {

/// Whether trying the same thing again later can help.
enum class Lasting { temporary, permanent };

/// Anything a partner, a disk or a network can cause. Printed as `file:line:column: code: what — hint`.
struct Error {
  Lasting lasting = Lasting::permanent;
  std::string component;  ///< the folder it comes from: "sftp", "yaml", "ledger"
  std::string code;       ///< stable, UPPER_SNAKE
  std::string what;       ///< one sentence for our operator; may name paths and hosts
  std::string hint;       ///< what to do about it; may be empty
  std::optional<SourceLocation> where;
  std::string peer_text = {};  ///< the only text that may be told to a peer; empty: tell nothing
  std::string cause = {};      ///< the underlying error's own text

  bool temporary() const { return lasting == Lasting::temporary; }
  /// The one-line form described above.
  std::string describe() const;
};

/// A value, or why there is none.
template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
  Result()
    requires std::is_default_constructible_v<std::expected<T, Error>>
  = default;
};

inline std::unexpected<Error> fail(Error error) {
  return std::unexpected<Error>(std::move(error));
}
inline std::unexpected<Error> fail_permanent(std::string component, std::string code, std::string what,
                                             std::string hint = {}) {
  return fail(
      {Lasting::permanent, std::move(component), std::move(code), std::move(what), std::move(hint), std::nullopt});
}
inline std::unexpected<Error> fail_temporary(std::string component, std::string code, std::string what,
                                             std::string hint = {}) {
  return fail(
      {Lasting::temporary, std::move(component), std::move(code), std::move(what), std::move(hint), std::nullopt});
}

}  // namespace longshore

/// `LONGSHORE_TRY(auto x, f())` binds the value or returns the error; `LONGSHORE_CHECK(f())` for Result<void>.
#define LONGSHORE_JOIN_(a, b) a##b
#define LONGSHORE_JOIN(a, b) LONGSHORE_JOIN_(a, b)
#define LONGSHORE_TRY_(slot, target, expression)              \
  auto slot = (expression);                                   \
  if (!slot) return std::unexpected(std::move(slot).error()); \
  target = *std::move(slot)
#define LONGSHORE_TRY(target, expression) LONGSHORE_TRY_(LONGSHORE_JOIN(try_, __LINE__), target, expression)
#define LONGSHORE_CHECK(expression)                                                                \
  do {                                                                                             \
    if (auto checked = (expression); !checked) return std::unexpected(std::move(checked).error()); \
  } while (false)
