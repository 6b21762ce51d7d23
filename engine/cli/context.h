#pragma once
#include "engine/api/http.h"
#include "engine/base/crypto/crypto.h"
#include "engine/base/json/json.h"
#include "engine/base/runtime/system_clock.h"
#include "engine/config.h"
#include "engine/model/result.h"
#include "spool/spool.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace longshore::cli {

/// What a command ends with; the numbers are part of the contract.
enum class Exit {
  ok = 0,
  internal = 1,
  usage = 2,
  findings = 3,
  partial = 4,
  not_found = 5,
  transport = 6,
  not_allowed = 7,
  conflict = 8
};

/// What all commands share.
struct Context {
  std::string config;            ///< --config; empty: $LONGSHORE_CONFIG, ./longshore.yaml's folder, /etc/longshore
  std::string format = "table";  ///< -o
  bool no_color = false;
  Exit exit = Exit::ok;
  std::function<void()> command;  ///< what was asked for; run after parsing

  runtime::SystemClock clock;
  crypto::SystemRandom random;
  spool::PosixFileSystem files;

  bool json() const { return format == "json"; }
  bool color() const;  ///< standard output is a terminal and nobody said no
  /// Prints the error on stderr and sets the exit code.
  void fail(const Error& error, Exit code);
  void fail(const Error& error) { fail(error, exit_for(error)); }
  /// Exit code 3, unless something worse was met.
  void note_findings() {
    if (exit == Exit::ok) exit = Exit::findings;
  }
  static Exit exit_for(const Error& error);
  /// The installation; errors are printed and the exit code set.
  std::optional<Config> load_installation();
  /// The program's own data; likewise.
  std::optional<SharedData> shared_data();
};

/// The admin API: a running service's, or, when none runs, the data folder's own.
class Backend {
 public:
  static Result<std::unique_ptr<Backend>> open(Context& context, const Config& config);
  virtual ~Backend() = default;
  virtual Result<api::Response> ask(const std::string& method, const std::string& target,
                                    const json::Value& body = {}) = 0;
  /// The same, as JSON; problem details become errors.
  Result<json::Value> ask_json(const std::string& method, const std::string& target, const json::Value& body = {});
  virtual bool live() const = 0;  ///< a service answers
};

/// Rows under a header, columns as wide as they need to be.
void print_table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows);
/// "3 minutes ago".
std::string ago(const std::string& rfc3339, Timestamp now);

void add_serve(CLI::App& app, Context& context);
void add_inspect(CLI::App& app, Context& context);
void add_validate(CLI::App& app, Context& context);
void add_ack(CLI::App& app, Context& context);
void add_dictionary(CLI::App& app, Context& context);
void add_translate(CLI::App& app, Context& context);
void add_compose(CLI::App& app, Context& context);
void add_document(CLI::App& app, Context& context);
void add_delivery(CLI::App& app, Context& context);
void add_status(CLI::App& app, Context& context);
void add_partner(CLI::App& app, Context& context);
void add_map(CLI::App& app, Context& context);
void add_doctor(CLI::App& app, Context& context);
void add_audit(CLI::App& app, Context& context);
void add_events(CLI::App& app, Context& context);
void add_reference(CLI::App& app, Context& context);

}  // namespace longshore::cli
