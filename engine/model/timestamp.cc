#include "engine/model/timestamp.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace longshore {
namespace {

std::chrono::sys_days days_of(const CivilTime& t) {
  return std::chrono::sys_days{std::chrono::year{t.year} / t.month / t.day};
}

std::string format_local(const CivilTime& t) {
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d", t.year, t.month, t.day, t.hour, t.minute,
                t.second);
  return text.data();
}

bool read_digits(std::string_view text, std::size_t at, std::size_t count, int& out) {
  if (at + count > text.size()) return false;
  auto [end, error] = std::from_chars(text.data() + at, text.data() + at + count, out);
  return error == std::errc{} && end == text.data() + at + count && text[at] != '-';
}

}  // namespace

bool CivilTime::valid() const {
  std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month(static_cast<unsigned>(month)),
                                   std::chrono::day(static_cast<unsigned>(day))};
  return month >= 1 && day >= 1 && date.ok() && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 &&
         second < 60;
}

Timestamp CivilTime::at_offset(int offset_minutes) const {
  auto seconds =
      days_of(*this).time_since_epoch().count() * 86400LL + hour * 3600 + minute * 60 + second - offset_minutes * 60LL;
  return {seconds * 1000};
}

CivilTime to_civil(Timestamp at, int offset_minutes) {
  auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(at.milliseconds)).count() +
                 offset_minutes * 60LL;
  auto days = std::chrono::floor<std::chrono::days>(std::chrono::seconds(seconds));
  std::chrono::year_month_day date{std::chrono::sys_days(days)};
  auto rest = static_cast<int>(seconds - std::chrono::seconds(days).count());
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          rest / 3600,
          rest / 60 % 60,
          rest % 60};
}

std::string to_rfc3339(Timestamp at) {
  auto text = format_local(to_civil(at));
  auto fraction = static_cast<int>(((at.milliseconds % 1000) + 1000) % 1000);
  if (fraction) {
    std::array<char, 16> digits{};
    std::snprintf(digits.data(), digits.size(), ".%03d", fraction);
    text += digits.data();
  }
  return text + "Z";
}

std::string to_rfc3339(const CivilTime& local, int offset_minutes) {
  std::array<char, 32> offset{};
  int magnitude = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  std::snprintf(offset.data(), offset.size(), "%c%02d:%02d", offset_minutes < 0 ? '-' : '+', magnitude / 60,
                magnitude % 60);
  return format_local(local) + offset.data();
}

std::optional<Timestamp> from_rfc3339(std::string_view text) {
  CivilTime t;
  bool shape =
      text.size() >= 17 && text[4] == '-' && text[7] == '-' && (text[10] == 'T' || text[10] == 't') && text[13] == ':';
  if (!shape || !read_digits(text, 0, 4, t.year) || !read_digits(text, 5, 2, t.month) ||
      !read_digits(text, 8, 2, t.day) || !read_digits(text, 11, 2, t.hour) || !read_digits(text, 14, 2, t.minute))
    return std::nullopt;
  std::size_t at = 16;
  std::int64_t milliseconds = 0;
  if (at < text.size() && text[at] == ':') {
    if (!read_digits(text, at + 1, 2, t.second)) return std::nullopt;
    at += 3;
    if (at < text.size() && text[at] == '.') {
      int scale = 100;
      for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
        milliseconds += (text[at] - '0') * scale;
    }
  }
  if (!t.valid() || at >= text.size()) return std::nullopt;
  int offset = 0;
  if (text[at] == '+' || text[at] == '-') {
    int hours = 0;
    int minutes = 0;
    if (text.size() != at + 6 || text[at + 3] != ':' || !read_digits(text, at + 1, 2, hours) ||
        !read_digits(text, at + 4, 2, minutes))
      return std::nullopt;
    offset = (hours * 60 + minutes) * (text[at] == '-' ? -1 : 1);
  } else if ((text[at] != 'Z' && text[at] != 'z') || text.size() != at + 1) {
    return std::nullopt;
  }
  return Timestamp{t.at_offset(offset).milliseconds + milliseconds};
}

}  // namespace longshore
