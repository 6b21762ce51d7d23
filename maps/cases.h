#pragma once
#include "engine/base/yaml/yaml.h"
#include "engine/model/result.h"

#include <functional>
#include <string>
#include <vector>

namespace longshore::maps {

/// One case of a map's `.test.yaml`: `{in: FILE, out: FILE}` or `{in: FILE, expect: [CODE@segment:N, …]}`. Files are
/// beside it.
struct Case {
  SourceLocation where;
  std::string in;
  std::string out;
  std::vector<std::string> expect;
};

/// What translating a case's input gave: the events as lines and the findings as "CODE" and "CODE@segment:N".
struct CaseOutput {
  std::vector<std::string> events;
  std::vector<std::string> findings;
};

/// `cases:` of a `.test.yaml`; faults carry file:line:column.
Result<std::vector<Case>> load_cases(const std::string& file);
/// What differs, in sentences; empty when the case passes. `out` holds one event a line; provenance and what follows
/// from it count too.
std::vector<std::string> judge(const Case& one, const CaseOutput& output);

}  // namespace longshore::maps
