#pragma once
#include "parsers/flatfile/layout.h"

/// Internal to fixed width: between a field's characters and its value.
namespace longshore::flatfile {

/// A date pattern has one year, month and day; a time pattern hours, minutes and perhaps seconds. No other letters or
/// digits.
bool is_pattern(std::string_view pattern, LayoutField::Type type);

/// Without its padding; empty where nothing but padding and blanks is there, or zeros for a date.
std::string_view without_padding(const LayoutField& field, std::string_view written);

/// The value in the neutral form: numbers as Decimal writes them, dates "2026-03-02", times "14:05" or "14:05:09",
/// texts as they are. None where `text`, without padding and not empty, is not of the field's type.
std::optional<std::string> value_of(const LayoutField& field, std::string_view text, int century_pivot);

/// The characters for such a value, without padding; none where it is not of the type, or would lose something.
std::optional<std::string> text_of(const LayoutField& field, std::string_view value, int century_pivot);

}  // namespace longshore::flatfile
