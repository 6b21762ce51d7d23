#pragma once
#include "engine/base/yaml/yaml.h"
#include "engine/model/lent_profile.h"
#include "engine/model/result.h"
#include "parsers/interchange.h"

#include <functional>
#include <string>
#include <vector>

namespace longshore::maps {

/// One case of a map's `.test.yaml`. Files are beside it.
///
///   {in: FILE, out: FILE, expect: [CODE@segment:N, …]}     a document to events, and what is found in it
///   {roundtrip: FILE, ignore: [BSN/04, DTM]}               to events and back: the same segments, but for those
///   {compose: EVENTS, document: x12/990@004010, out: FILE} events to a document or file
struct Case {
  enum class Kind : std::uint8_t { translate, roundtrip, compose };

  Kind kind = Kind::translate;
  SourceLocation where;
  std::string in;
  std::string out;
  std::vector<std::string> expect;
  std::vector<std::string> ignore;
  std::string document;  ///< compose: what to write
  LentProfile profile;   ///< `timezone`, `values`, `codes` of a made-up partner
  std::string ours;      ///< compose: `identity: {ours: ZZ:LONGCO, theirs: 02:PRLT}`
  std::string theirs;
};

/// What translating a case's input gave: the events as lines and the findings as "CODE" and "CODE@segment:N".
struct CaseOutput {
  std::vector<std::string> events;
  std::vector<std::string> findings;
};

/// How the written segments differ from those read, in sentences. Both are texts of segments without envelope;
/// `ignore` names tags, or elements as TAG/NN.
std::vector<std::string> differences(const std::vector<std::string>& read, const std::vector<std::string>& written);
/// A segment as text, elements separated by '*', without the ignored ones; empty where all of it is ignored.
std::string comparable(const parsers::Segment& segment, const std::vector<std::string>& ignore);

/// `cases:` of a `.test.yaml`; faults carry file:line:column.
Result<std::vector<Case>> load_cases(const std::string& file);
/// What differs, in sentences; empty when the case passes. `out` holds one event a line; provenance and what follows
/// from it count too.
std::vector<std::string> judge(const Case& one, const CaseOutput& output);

}  // namespace longshore::maps
