#pragma once
#include "engine/base/json/json.h"
#include "tests/support/program.h"
#include "tests/support/sshd.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace longshore::test {

/// One of the shipped sample files: "harbor-supply/856-sopi.edi".
std::string sample(const std::string& name);

/// An installation of its own in a temporary folder: configuration, data, the folders of its partners, the service.
///
///     Installation site;
///     site.add("harbor-supply");
///     site.start();
///     site.bring("harbor-supply", "a.edi", sample("harbor-supply/856-sopi.edi"));
///     site.wait("the 997", [&] { return site.inbound("harbor-supply", "997-").size() == 1; });
class Installation {
 public:
  Installation();
  ~Installation();
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path data() const { return folder_ / "data"; }
  std::filesystem::path profile(const std::string& partner) const { return folder_ / "partners" / (partner + ".yaml"); }
  /// outbound: what the partner gives; inbound: what it gets; archive: what was taken.
  std::filesystem::path theirs(const std::string& partner, const std::string& folder) const;

  /// An example partner behind folders of this machine.
  void add(const std::string& partner);
  /// The same behind SFTP; its folders are below the server's, under the partner's name.
  void add(const std::string& partner, Sshd& server);
  void edit_profile(const std::string& partner, const std::string& from, const std::string& to);
  void append_to_profile(const std::string& partner, const std::string& text);
  /// One more line of longshore.yaml.
  void configure(const std::string& line);

  /// Starts `serve` and waits until it serves.
  void start(const Environment& environment = {});
  /// SIGTERM; the exit code.
  int stop();
  /// SIGKILL, unless it has ended; the exit code, or 128 + the signal.
  int kill();
  bool running() { return service_ && service_->running(); }
  /// `serve`, not waited for.
  void launch(const Environment& environment = {});
  bool serving() const;
  std::string log() const { return read_text(folder_ / "serve.log"); }

  Finished run(const std::vector<std::string>& arguments) const;
  /// The command's JSON; an empty value when it failed.
  json::Value ask(std::vector<std::string> arguments) const;

  /// As a well-behaved partner does: under a temporary name, then renamed.
  void bring(const std::string& partner, const std::string& name, const std::string& bytes) const;
  /// Names below a partner's folder that begin with `prefix`, sorted.
  std::vector<std::string> list(const std::string& partner, const std::string& folder,
                                const std::string& prefix = {}) const;
  std::vector<std::string> inbound(const std::string& partner, const std::string& prefix = {}) const;

  std::vector<json::Value> documents(const std::vector<std::string>& filter = {}) const;
  /// The only document of that processing state; empty when there is none, or several.
  json::Value only(const std::string& state) const;
  std::size_t count(const std::string& state) const;
  std::vector<json::Value> deliveries(const std::vector<std::string>& filter = {}) const;
  /// Kinds of the open alerts.
  std::vector<std::string> alerts() const;
  /// The message of the open alert of that kind; nullopt when there is none.
  std::optional<std::string> alert(const std::string& kind) const;
  /// Lines of the NDJSON sink.
  std::vector<json::Value> events() const;
  /// "type subject" of every event, sorted.
  std::vector<std::string> facts() const;

  /// Polls until it holds; fails the test after half a minute, or as many seconds as asked for.
  void wait(const std::string& what, const std::function<bool()>& holds, int seconds = 30);

 private:
  std::string example(const std::string& partner) const;
  void write_profile(const std::string& partner, const std::string& text);

  TemporaryFolder temporary_;
  std::filesystem::path folder_ = temporary_.path();
  std::map<std::string, std::filesystem::path> partners_;
  std::unique_ptr<Program> service_;
  std::filesystem::path output_;  // of the latest start
  int starts_ = 0;
};

/// A member by JSON pointer as text; empty when it is absent or null.
std::string at(const json::Value& value, const std::string& pointer);

}  // namespace longshore::test
