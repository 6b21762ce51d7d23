#include "tests/support/installation.h"

#include <algorithm>
#include <chrono>
#include <regex>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

namespace longshore::test {
namespace fs = std::filesystem;

namespace {

const fs::path source = LONGSHORE_SOURCE_DIR;

/// The program under test; LONGSHORE_PROGRAM names another one than the built one.
std::string program() {
  const char* other = std::getenv("LONGSHORE_PROGRAM");
  return other ? other : LONGSHORE_PROGRAM;
}

std::vector<json::Value> lines_of(const std::string& text) {
  std::vector<json::Value> out;
  for (std::size_t begin = 0; begin < text.size();) {
    auto end = text.find('\n', begin);
    if (end == text.npos) break;  // still being written
    if (auto value = json::parse(std::string_view(text).substr(begin, end - begin))) out.push_back(std::move(*value));
    begin = end + 1;
  }
  return out;
}

std::vector<json::Value> items(const json::Value& value, const std::string& key) {
  const auto* found = value.find(key);
  return found && found->array() ? *found->array() : json::Array{};
}

}  // namespace

std::string sample(const std::string& name) {
  auto text = read_text(source / "partners/examples/samples" / name);
  if (text.empty()) throw std::runtime_error("there is no sample " + name);
  return text;
}

std::string at(const json::Value& value, const std::string& pointer) {
  const auto* found = value.at_pointer(pointer);
  if (!found || found->is_null()) return {};
  return found->string() ? *found->string() : json::write(*found);
}

Installation::Installation() {
  fs::create_directories(folder_ / "partners");
  write_text(folder_ / "longshore.yaml", "data: data\nreserve: 1MiB\nevents: {file: events.ndjson}\n");
}

Installation::~Installation() {
  if (testing::Test::HasFailure()) std::cerr << log();
  service_.reset();
}

fs::path Installation::theirs(const std::string& partner, const std::string& folder) const {
  return partners_.at(partner) / folder;
}

std::string Installation::example(const std::string& partner) const {
  auto text = read_text(source / "partners/examples" / (partner + ".yaml"));
  return replaced(replaced(text, "every: 60s", "every: 100ms"), "stable: 2 polls", "stable: 1 poll");
}

void Installation::write_profile(const std::string& partner, const std::string& text) {
  for (const auto* name : {"outbound", "inbound"}) fs::create_directories(theirs(partner, name));
  write_text(profile(partner), text);
}

void Installation::add(const std::string& partner) {
  partners_[partner] = folder_ / "theirs" / partner;
  auto text = replaced(example(partner), "type: sftp", "type: directory");
  text = std::regex_replace(text, std::regex("    (host|port|user|key|host_keys): .*\n"), "");
  text = replaced(text, "path: outbound", "path: " + theirs(partner, "outbound").string());
  write_profile(partner, replaced(text, "put: inbound", "put: " + theirs(partner, "inbound").string()));
}

void Installation::add(const std::string& partner, Sshd& server) {
  partners_[partner] = server.folder() / partner;
  auto secret = folder_ / "secrets" / partner / "ssh";
  fs::create_directories(secret.parent_path());
  fs::copy_file(server.authorized_key(), secret);
  auto text = std::regex_replace(example(partner), std::regex("host: .*"), "host: 127.0.0.1");
  text = std::regex_replace(text, std::regex("port: .*"), "port: " + std::to_string(server.port()));
  text = std::regex_replace(text, std::regex("user: .*"), "user: " + server.user());
  text = std::regex_replace(text, std::regex("SHA256:A*"), server.fingerprint());
  text = replaced(text, "path: outbound", "path: " + partner + "/outbound");
  write_profile(partner, replaced(text, "put: inbound", "put: " + partner + "/inbound"));
}

// Written beside and renamed: the service may be looking.
void Installation::edit_profile(const std::string& partner, const std::string& from, const std::string& to) {
  auto fresh = profile(partner).string() + ".new";
  write_text(fresh, replaced(read_text(profile(partner)), from, to));
  fs::rename(fresh, profile(partner));
}

void Installation::append_to_profile(const std::string& partner, const std::string& text) {
  auto fresh = profile(partner).string() + ".new";
  write_text(fresh, read_text(profile(partner)) + text);
  fs::rename(fresh, profile(partner));
}

void Installation::configure(const std::string& line) {
  write_text(folder_ / "longshore.yaml", read_text(folder_ / "longshore.yaml") + line + "\n");
}

void Installation::launch(const Environment& environment) {
  output_ = folder_ / ("serve." + std::to_string(++starts_));
  service_ = std::make_unique<Program>(std::vector<std::string>{program(), "--config", folder_.string(), "serve"},
                                       output_, folder_ / "serve.log", environment);
}

bool Installation::serving() const {
  return read_text(output_).find("longshore serves") != std::string::npos;
}

void Installation::start(const Environment& environment) {
  launch(environment);
  wait("the service", [&] {
    if (!running()) throw std::runtime_error("serve has ended: " + log());
    return serving();
  });
}

int Installation::stop() {
  service_->signal(SIGTERM);
  int exit = service_->wait();
  service_.reset();
  return exit;
}

int Installation::kill() {
  service_->signal(SIGKILL);
  const int exit = service_->wait();
  service_.reset();
  return exit;
}

Finished Installation::run(const std::vector<std::string>& arguments) const {
  TemporaryFolder temporary;
  fs::path out = temporary.path();
  std::vector<std::string> command{program(), "--config", folder_.string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  Program program(command, out / "out", out / "err");
  Finished done{program.wait(), {}, {}};
  done.output = read_text(out / "out");
  done.errors = read_text(out / "err");
  return done;
}

json::Value Installation::ask(std::vector<std::string> arguments) const {
  arguments.insert(arguments.end(), {"-o", "json"});
  auto done = run(arguments);
  auto value = json::parse(done.output);
  return done.exit == 0 && value ? *value : json::Value{};
}

void Installation::bring(const std::string& partner, const std::string& name, const std::string& bytes) const {
  auto folder = theirs(partner, "outbound");
  write_text(folder / (name + ".part"), bytes);
  fs::rename(folder / (name + ".part"), folder / name);
}

std::vector<std::string> Installation::list(const std::string& partner, const std::string& folder,
                                            const std::string& prefix) const {
  std::vector<std::string> out;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(theirs(partner, folder), none)) {
    auto name = entry.path().filename().string();
    if (name.starts_with(prefix)) out.push_back(name);
  }
  std::ranges::sort(out);
  return out;
}

std::vector<std::string> Installation::inbound(const std::string& partner, const std::string& prefix) const {
  return list(partner, "inbound", prefix);
}

std::vector<json::Value> Installation::documents(const std::vector<std::string>& filter) const {
  std::vector<json::Value> out;
  std::string page;
  do {
    std::vector<std::string> arguments{"document", "list", "--limit", "1000"};
    arguments.insert(arguments.end(), filter.begin(), filter.end());
    if (!page.empty()) arguments.insert(arguments.end(), {"--page", page});
    auto answer = ask(arguments);
    for (auto& one : items(answer, "documents")) out.push_back(std::move(one));
    page = at(answer, "/next");
  } while (!page.empty());
  return out;
}

json::Value Installation::only(const std::string& state) const {
  auto found = documents({"--state", state});
  return found.size() == 1 ? found.front() : json::Value{};
}

std::size_t Installation::count(const std::string& state) const {
  return documents({"--state", state}).size();
}

std::vector<json::Value> Installation::deliveries(const std::vector<std::string>& filter) const {
  std::vector<std::string> arguments{"delivery", "list"};
  arguments.insert(arguments.end(), filter.begin(), filter.end());
  return items(ask(arguments), "deliveries");
}

std::vector<std::string> Installation::alerts() const {
  std::vector<std::string> out;
  for (const auto& one : items(ask({"status"}), "alerts")) out.push_back(one.text("kind"));
  return out;
}

std::optional<std::string> Installation::alert(const std::string& kind) const {
  for (const auto& one : items(ask({"status"}), "alerts"))
    if (one.text("kind") == kind) return one.text("message");
  return std::nullopt;
}

std::vector<json::Value> Installation::events() const {
  return lines_of(read_text(folder_ / "events.ndjson"));
}

std::vector<std::string> Installation::facts() const {
  std::vector<std::string> out;
  for (const auto& event : events()) out.push_back(event.text("type") + " " + event.text("subject"));
  std::ranges::sort(out);
  return out;
}

void Installation::wait(const std::string& what, const std::function<bool()>& holds, int seconds) {
  auto until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > until)
      throw std::runtime_error("waited " + std::to_string(seconds) + " s in vain for " + what);
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
  }
}

}  // namespace longshore::test
