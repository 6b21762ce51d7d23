// Kills the service at every named place, again and again under load, and looks for what was lost or done twice.
#include "tests/support/effects.h"
#include "tests/support/feeder.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <random>
#include <regex>
#include <set>
#include <thread>

#include <signal.h>

namespace {

using namespace longshore::test;
namespace fs = std::filesystem;

constexpr unsigned kills_a_site = 60;
constexpr unsigned passages[] = {1, 2, 3, 5, 8, 13, 21};
constexpr auto patience = std::chrono::seconds(3);  // for a place to be passed often enough

struct Options {
  unsigned kills = 100;
  unsigned seed = std::random_device{}();
  std::string mutant;
  std::string tally;
};

/// Every name that the sources give to `macro`.
std::vector<std::string> names_of(const std::string& macro) {
  std::set<std::string> out;
  const std::regex use(macro + R"re(\("([a-z_.]+)"\))re");
  for (const auto* folder : {"engine", "spool"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(LONGSHORE_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".cc") continue;
      const auto text = read_text(entry.path());
      for (std::sregex_iterator found(text.begin(), text.end(), use), end; found != end; ++found)
        out.insert((*found)[1]);
    }
  }
  return {out.begin(), out.end()};
}

struct Place {
  std::string name;
  unsigned passage = 1;
};

/// Every place with every number of passages, in an order of its own for each seed; then the same again.
class Places {
 public:
  explicit Places(unsigned seed) : random_(seed) {
    for (const auto& name : names_of("LONGSHORE_FAILPOINT"))
      for (const auto passage : passages) all_.push_back({name, passage});
  }
  const Place& next() {
    if (next_ % all_.size() == 0) std::ranges::shuffle(all_, random_);
    return all_[next_++ % all_.size()];
  }

 private:
  std::vector<Place> all_;
  std::mt19937 random_;
  std::size_t next_ = 0;
};

/// How often the service died at each place; what was not passed often enough within the patience is killed anyway.
using Tally = std::map<std::string, unsigned>;
constexpr const char* elsewhere = "(elsewhere)";

class Campaign {
 public:
  explicit Campaign(const Options& options) : options_(options), places_(options.seed) {}

  /// Until enough were killed, or something is wrong.
  bool run() {
    while (killed_ < options_.kills && faults_.empty()) {
      try {
        one_site();
      } catch (const std::exception& error) {
        faults_.emplace_back(error.what());
      }
    }
    return faults_.empty();
  }

  unsigned killed() const { return killed_; }
  std::size_t fed() const { return fed_; }
  const Tally& tally() const { return tally_; }
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  Environment environment(const Place* place) const {
    Environment out;
    if (!options_.mutant.empty()) out["LONGSHORE_MUTANT"] = options_.mutant;
    if (place) out["LONGSHORE_FAILPOINT"] = place->name + ":" + std::to_string(place->passage);
    return out;
  }

  void one_site() {
    Installation site;
    for (const auto* partner : {"harbor-supply", "prairie-ltl", "meadow-retail"}) site.add(partner);
    Feeder feeder(site);
    for (unsigned i = 0; i < kills_a_site && killed_ < options_.kills; ++i) live_and_die(site);
    const auto fed = feeder.stop();
    fed_ += fed.size();
    site.start(environment(nullptr));
    drain(site, fed);
    if (const auto exit = site.stop(); exit != 0) faults_.push_back("serve ended with " + std::to_string(exit));
    for (auto& fault : faults_of(site, fed)) faults_.push_back(std::move(fault));
    for (const auto& alert : site.alerts()) faults_.push_back("alert: " + alert);
  }

  void live_and_die(Installation& site) {
    const auto& place = places_.next();
    site.launch(environment(&place));
    const auto until = std::chrono::steady_clock::now() + patience;
    while (site.running() && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    const bool there = !site.running();
    const auto status = site.kill();
    ++killed_;
    ++tally_[there ? place.name : elsewhere];
    if (status != 128 + SIGKILL)
      faults_.push_back("before " + place.name + " serve ended by itself with " + std::to_string(status));
  }

  const Options& options_;
  Places places_;
  Tally tally_;
  std::vector<std::string> faults_;
  unsigned killed_ = 0;
  std::size_t fed_ = 0;
};

/// Lines of `place<TAB>kills`, sorted by place: those of earlier runs and of this one added up.
void add_to(const std::string& file, const Tally& now) {
  Tally sum = now;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (const auto tab = line.find('\t'); tab != std::string::npos)
      sum[line.substr(0, tab)] += static_cast<unsigned>(std::strtoul(line.c_str() + tab, nullptr, 10));
  std::ofstream out(file);
  for (const auto& [place, kills] : sum) out << place << '\t' << kills << '\n';
}

int campaign(const Options& options) {
  Campaign campaign(options);
  const bool sound = campaign.run();
  for (const auto& [place, kills] : campaign.tally()) std::cout << std::setw(6) << kills << "  " << place << '\n';
  for (const auto& name : names_of("LONGSHORE_FAILPOINT"))
    if (!campaign.tally().contains(name)) std::cout << std::setw(6) << 0 << "  " << name << '\n';
  std::cout << campaign.killed() << " kills, " << campaign.fed() << " files, " << campaign.faults().size()
            << " violations, seed " << options.seed << std::endl;
  for (const auto& fault : campaign.faults()) std::cout << "  " << fault << '\n';
  if (sound && !options.tally.empty()) add_to(options.tally, campaign.tally());
  return sound ? 0 : 1;
}

/// Each fault that was put in has to be found.
int mutants(Options options) {
  int missed = 0;
  for (const auto& name : names_of("LONGSHORE_MUTANT")) {
    options.mutant = name;
    Campaign campaign(options);
    const bool caught = !campaign.run();
    if (!caught) ++missed;
    std::cout << name << '\t' << (caught ? "caught after " : "MISSED in ") << campaign.killed() << " kills";
    if (caught) std::cout << '\t' << campaign.faults().front();
    std::cout << std::endl;
  }
  return missed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  bool of_mutants = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    const auto value = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string(); };
    if (argument == "--mutants")
      of_mutants = true;
    else if (argument == "--kills")
      options.kills = static_cast<unsigned>(std::strtoul(value().c_str(), nullptr, 10));
    else if (argument == "--seed")
      options.seed = static_cast<unsigned>(std::strtoul(value().c_str(), nullptr, 10));
    else if (argument == "--mutant")
      options.mutant = value();
    else if (argument == "--tally")
      options.tally = value();
    else
      return std::cerr << "usage: crash_failpoints [--kills N] [--seed S] [--tally FILE] [--mutant NAME | --mutants]\n",
             2;
  }
  return of_mutants ? mutants(options) : campaign(options);
}
