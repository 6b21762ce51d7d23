#include "tests/support/effects.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <sstream>
#include <thread>

namespace longshore::test {
namespace fs = std::filesystem;

namespace {

using Counts = std::map<std::string, int>;
constexpr const char* partners[] = {"harbor-supply", "prairie-ltl", "meadow-retail"};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

class Checker {
 public:
  Checker(const Installation& site, const std::vector<Fed>& fed) : site_(site), fed_(fed) {}

  std::vector<std::string> run() {
    auto expected = oracle();
    documents();
    events(expected);
    acknowledgements();
    rows(expected);
    folders();
    if (auto audit = site_.run({"audit", "verify"}); audit.exit != 0) faults_.push_back("audit: " + audit.output);
    return faults_;
  }

 private:
  void compare(const std::string& what, const Counts& expected, const Counts& found);
  std::vector<std::string> oracle();
  void documents();
  void events(const std::vector<std::string>& expected);
  void acknowledgements();
  void rows(const std::vector<std::string>& expected);
  void folders();

  const Installation& site_;
  const std::vector<Fed>& fed_;
  std::vector<std::string> faults_;
};

void Checker::compare(const std::string& what, const Counts& expected, const Counts& found) {
  for (const auto& [key, count] : expected) {
    auto there = found.find(key);
    if (there == found.end())
      faults_.push_back(what + " lost: " + key);
    else if (there->second != count)
      faults_.push_back(what + " " + std::to_string(there->second) + " times: " + key);
  }
  for (const auto& [key, count] : found)
    if (!expected.contains(key)) faults_.push_back(what + " that nothing asked for: " + key);
}

// The same files through `translate`, which shares no state with the service.
std::vector<std::string> Checker::oracle() {
  constexpr std::size_t at_once = 200;
  std::vector<std::string> out;
  auto folder = site_.folder() / "fed";
  fs::create_directories(folder);
  for (std::size_t begin = 0; begin < fed_.size(); begin += at_once) {
    std::vector<std::string> arguments{"translate"};
    for (std::size_t i = begin; i < std::min(fed_.size(), begin + at_once); ++i) {
      write_text(folder / fed_[i].name, fed_[i].bytes);
      arguments.push_back(folder / fed_[i].name);
    }
    auto done = site_.run(arguments);
    if (done.exit != 0) faults_.push_back("the oracle could not translate: " + done.errors);
    for (auto& line : lines_of(done.output)) out.push_back(std::move(line));
  }
  return out;
}

void Checker::documents() {
  Counts expected;
  Counts found;
  for (const auto& one : fed_) expected[one.partner + " " + one.group + " done"] = 1;
  for (const auto& one : site_.documents())
    ++found[one.text("partner") + " " + at(one, "/groupControlNumber") + " " + at(one, "/status/processing")];
  compare("document", expected, found);
}

void Checker::events(const std::vector<std::string>& expected) {
  Counts wanted;
  Counts found;
  for (const auto& line : expected) wanted[line] = 1;
  for (const auto& line : lines_of(read_text(site_.folder() / "events.ndjson"))) ++found[line];
  compare("event", wanted, found);
}

void Checker::acknowledgements() {
  Counts expected;
  Counts found;
  for (const auto& one : fed_) expected[one.partner + " " + one.group] = 1;
  std::set<std::string> numbers;
  for (const std::string partner : partners) {
    for (const auto& name : site_.inbound(partner, "997-")) {
      auto text = read_text(site_.theirs(partner, "inbound") / name);
      auto begin = text.find("AK1*") + 7;
      ++found[partner + " " + text.substr(begin, text.find('~', begin) - begin)];
      if (!numbers.insert(partner + " " + text.substr(90, 9)).second)
        faults_.push_back("control number twice: " + partner + "/" + name);
      if (text.find("AK9*A*1*1*1~") == text.npos) faults_.push_back("not accepted: " + partner + "/" + name);
    }
  }
  compare("997", expected, found);
}

// One row of the customer's files for every event of the carrier.
void Checker::rows(const std::vector<std::string>& expected) {
  std::set<std::string> ids;
  for (const auto& line : expected)
    if (line.find("prairie-ltl") != line.npos) ids.insert(json::parse(line)->text("id"));
  Counts wanted;
  Counts found;
  for (const auto& id : ids) wanted[id] = 1;
  for (const auto& name : site_.inbound("meadow-retail", "status-")) {
    auto rows = lines_of(read_text(site_.theirs("meadow-retail", "inbound") / name));
    for (std::size_t i = 1; i < rows.size(); ++i) {
      while (rows[i].ends_with('\r')) rows[i].pop_back();
      ++found[rows[i].substr(rows[i].rfind(',') + 1)];
    }
  }
  compare("row", wanted, found);
}

void Checker::folders() {
  for (const std::string partner : partners) {
    std::vector<std::string> names;
    for (const auto& one : fed_)
      if (one.partner == partner) names.push_back(one.name);
    std::ranges::sort(names);
    if (site_.list(partner, "archive") != names)
      faults_.push_back("the archive of " + partner + " is not what it gave");
    for (const auto& name : site_.list(partner, "outbound")) faults_.push_back("left in outbound: " + name);
    for (const auto& name : site_.inbound(partner, ".")) faults_.push_back("left in inbound: " + name);
  }
}

}  // namespace

void drain(const Installation& site, const std::vector<Fed>& fed) {
  using Clock = std::chrono::steady_clock;
  std::string before;
  auto moved = Clock::now();
  while (Clock::now() - moved < std::chrono::seconds(20)) {
    auto status = site.ask({"status"});
    auto now = at(status, "/documents") + at(status, "/queue");
    if (std::exchange(before, now) != now) moved = Clock::now();
    bool idle =
        at(status, "/queue/work") == "0" && at(status, "/queue/owed") == "0" && at(status, "/queue/deliveries") == "0";
    if (idle && at(status, "/documents/done") == std::to_string(fed.size())) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

std::vector<std::string> faults_of(const Installation& site, const std::vector<Fed>& fed) {
  return Checker(site, fed).run();
}

}  // namespace longshore::test
