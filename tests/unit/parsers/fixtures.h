#pragma once
#include "parsers/interchange.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace longshore::parsers::test {

struct Look {
  char element = '*';
  char component = ':';
  std::string terminator = "~";
  std::string line_break = "\n";
  char repetition = 'U';
  std::string version = "00401";
};

inline std::string isa(const Look& look = {}, const std::string& control = "000000101") {
  const std::string e(1, look.element);
  return "ISA" + e + "00" + e + "          " + e + "00" + e + "          " + e + "02" + e + "NORTHWIND      " + e +
         "ZZ" + e + "HARBOUR        " + e + "260302" + e + "1405" + e + std::string(1, look.repetition) + e +
         look.version + e + control + e + "0" + e + "T" + e + std::string(1, look.component) + look.terminator;
}

/// Segments written with '*', joined in the given look.
inline std::string lines(const std::vector<std::string>& segments, const Look& look = {}) {
  std::string out;
  for (auto segment : segments) {
    std::ranges::replace(segment, '*', look.element);
    out += segment + look.terminator + look.line_break;
  }
  return out;
}

inline const std::vector<std::string>& small_set() {
  static const std::vector<std::string> segments{"ST*214*0001", "B10*4711*SHP1*NWND", "L11*4711*PO", "SE*4*0001"};
  return segments;
}

/// A whole interchange around the segments of its groups.
inline std::string interchange(const std::vector<std::string>& inner, const Look& look = {},
                               const std::string& iea = "IEA*1*000000101") {
  auto segments = inner;
  segments.push_back(iea);
  return isa(look) + look.line_break + lines(segments, look);
}

inline std::vector<std::string> grouped(std::vector<std::string> sets, const std::string& ge = "GE*1*7") {
  sets.insert(sets.begin(), "GS*QM*NWND*HARB*20260302*1405*7*X*004010");
  sets.push_back(ge);
  return sets;
}

inline std::string small_x12(const Look& look = {}) {
  return interchange(grouped(small_set()), look);
}

inline std::string small_edifact() {
  return "UNA:+.? '\nUNB+UNOA:3+NORTHWIND:14+HARBOUR:14+260302:1405+R1++++1'\nUNH+1+IFTSTA:D:96A:UN'\nBGM+77+4711+9'\n"
         "FTX+AAA+++IT?'S 5?+5?\?'\nUNT+4+1'\nUNZ+1+R1'\n";
}

/// Every diagnostic of a file, whatever it is attached to.
inline std::vector<Diagnostic> all_diagnostics(const ParsedFile& file) {
  std::vector<Diagnostic> out = file.diagnostics;
  const auto add = [&out](const std::vector<Diagnostic>& more) { out.insert(out.end(), more.begin(), more.end()); };
  for (const auto& one : file.interchanges) {
    add(one.diagnostics);
    for (const auto& group : one.groups) {
      add(group.diagnostics);
      for (const auto& transaction : group.transactions) add(transaction.diagnostics);
    }
  }
  return out;
}

inline std::vector<std::string> names(const std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> out;
  for (const auto& one : diagnostics) out.emplace_back(info(one.code).name);
  return out;
}

inline std::vector<const Transaction*> all_sets(const ParsedFile& file) {
  std::vector<const Transaction*> out;
  for (const auto& one : file.interchanges)
    for (const auto& group : one.groups)
      for (const auto& transaction : group.transactions) out.push_back(&transaction);
  return out;
}

}  // namespace longshore::parsers::test
