#include "parsers/guide/element_check.h"
#include "parsers/guide/guide_rules.h"

#include <array>

namespace longshore::guide {
namespace {

/// `date` characters of a date, then those of a time. A month alone is checked with a first day.
struct Form {
  std::string_view text;
  std::size_t date = 0;
  std::size_t time = 0;
};
constexpr std::array forms{Form{"CCYYMMDD", 8, 0},      Form{"YYMMDD", 6, 0},     Form{"CCYYMM", 6, 0},
                           Form{"HHMM", 0, 4},          Form{"HHMMSS", 0, 6},     Form{"HHMMSSD", 0, 7},
                           Form{"HHMMSSDD", 0, 8},      Form{"YYMMDDHHMM", 6, 4}, Form{"CCYYMMDDHHMM", 8, 4},
                           Form{"CCYYMMDDHHMMSS", 8, 6}};
constexpr std::string_view span = "CCYYMMDD-CCYYMMDD";
constexpr std::string_view month = "CCYYMM";

bool fits_date(std::string_view data, bool of_month) {
  return of_month ? is_date(std::string(data) + "01") : is_date(data);
}

}  // namespace

std::optional<DateForm> DateForm::parse(std::string_view text) {
  if (text != span && std::ranges::find(forms, text, &Form::text) == forms.end()) return std::nullopt;
  DateForm out;
  out.text_ = text;
  return out;
}

bool DateForm::fits(std::string_view data) const {
  if (text_ == span)
    return data.size() == span.size() && data[8] == '-' && is_date(data.substr(0, 8)) && is_date(data.substr(9));
  const auto* form = std::ranges::find(forms, text_, &Form::text);
  return form != forms.end() && data.size() == form->date + form->time &&
         (form->date == 0 || fits_date(data.substr(0, form->date), text_ == month)) &&
         (form->time == 0 || is_time(data.substr(form->date)));
}

std::string DateForm::all() {
  std::string out;
  for (const auto& one : forms) out += std::string(one.text) + ", ";
  return out + std::string(span);
}

std::string ElementPlace::text() const {
  auto out = (element < 10 ? "0" : "") + std::to_string(element);
  return component == 0 ? out : out + "." + std::to_string(component);
}

}  // namespace longshore::guide
