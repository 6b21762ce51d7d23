#pragma once
#include "engine/model/diagnostic.h"
#include "parsers/record.h"
#include "tests/support/inputs.h"

#include <string>

#include <gtest/gtest.h>

namespace longshore::parsers::test {

inline std::string str(ByteRange range) {
  return std::to_string(range.begin) + "-" + std::to_string(range.end);
}

/// "QUOTE_STRAY 3 [2] 10-11": code, record, field, bytes.
inline std::string str(const Diagnostic& one) {
  std::string out(info(one.code).name);
  if (one.segment_position) out += " " + std::to_string(*one.segment_position);
  if (!one.segment_id.empty()) out += one.segment_id;
  if (one.element) out += "[" + std::to_string(*one.element) + "]";
  return out + " " + (one.byte_range ? str(*one.byte_range) : "nowhere");
}

/// "name=text@3-7" and its parts in brackets.
inline std::string str(const Record& one, bool places = false) {
  std::string out = one.name + "=" + one.text;
  if (places) out += "@" + str(one.byte_range);
  for (const auto& part : one.attributes) out += " @" + str(part, places);
  if (one.children.empty()) return out;
  out += one.kind == Record::Kind::list ? "[" : "{";
  for (const auto& part : one.children) out += (&part == one.children.data() ? "" : ", ") + str(part, places);
  return out + (one.kind == Record::Kind::list ? "]" : "}");
}

/// `told` gives what a reader tells of an Input, as text.
template <class Told>
void expect_same_in_pieces(std::string_view payload, Told told) {
  Pieces all(payload, payload.size());
  const std::string expected = told(all);
  for (std::size_t at = 1; at < payload.size(); ++at) {
    Pieces two(payload, at);
    ASSERT_EQ(told(two), expected) << "split at " << at;
  }
  Pieces bytes(payload, 1, 1);
  ASSERT_EQ(told(bytes), expected) << "byte by byte";
}

}  // namespace longshore::parsers::test
