#include "tests/support/feeder.h"

#include <chrono>

namespace longshore::test {
namespace {

constexpr int first = 100'000;
constexpr std::size_t ahead = 24;

struct Kind {
  std::string partner;
  std::string file;
  std::string control;                  // ISA13
  std::string group;                    // GS06
  std::vector<std::string> references;  // their last six characters become the number
};

const Kind& kind_of(int number) {
  static const Kind kinds[] = {
      {"harbor-supply", "856-sopi.edi", "000004101", "4101", {"HS-SHP-30211", "HB-70021", "PR8840021"}},
      {"prairie-ltl", "214-delivered.edi", "000000802", "802", {"PR8840021", "HB-70021"}},
      {"prairie-ltl", "214-delayed.edi", "", "", {"PR8840021", "HB-70021"}},
      {"meadow-retail", "940.edi", "000002207", "2207", {"MR-DO-61204", "MRPO-90318"}},
  };
  return kinds[number % 4];
}

std::string between(const std::string& text, const std::string& before, char end) {
  auto begin = text.find(before) + before.size();
  return text.substr(begin, text.find(end, begin) - begin);
}

}  // namespace

Fed make_file(int number) {
  const auto& kind = kind_of(number);
  auto text = sample(kind.partner + "/" + kind.file);
  auto control = kind.control.empty() ? between(text, "IEA*1*", '~') : kind.control;
  auto group = kind.group.empty() ? between(text, "GE*1*", '~') : kind.group;
  auto fresh = std::to_string(first + number);
  text = replaced(text, control, "000" + fresh);
  text = replaced(text, "*" + group + "*X*", "*" + fresh + "*X*");
  text = replaced(text, "GE*1*" + group + "~", "GE*1*" + fresh + "~");
  for (const auto& reference : kind.references) text = replaced(text, reference, reference.substr(0, 3) + fresh);
  return {kind.partner, "feed-" + fresh + ".edi", fresh, text};
}

Feeder::Feeder(const Installation& site) : site_(site), thread_([this] { run(); }) {}

std::vector<Fed> Feeder::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  return fed_;
}

void Feeder::run() {
  while (!stopping_) {
    auto one = make_file(static_cast<int>(fed_.size()));
    while (!stopping_ && site_.list(one.partner, "outbound").size() >= ahead)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    site_.bring(one.partner, one.name, one.bytes);
    fed_.push_back(std::move(one));
    count_ = fed_.size();
    std::this_thread::sleep_for(std::chrono::milliseconds(4));
  }
}

}  // namespace longshore::test
