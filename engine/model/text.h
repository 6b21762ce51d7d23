#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace longshore {

/// The candidate nearest to `word` by edits (at most a third of its length), or empty: for "did you mean".
std::string nearest(std::string_view word, std::span<const std::string_view> candidates);

/// True when `name` matches a shell pattern of `*` and `?`; neither matches '/'.
bool glob_match(std::string_view pattern, std::string_view name);

/// Control characters and bytes that are not UTF-8 as \xNN: safe to print on a terminal or in a log line.
std::string printable(std::string_view text);

std::vector<std::string_view> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);

}  // namespace longshore
