#pragma once
#include "engine/model/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// X12's own tables, as X12 sells them to those who have a licence: delimited text, read into facts from which
/// dictionary files are made. `docs/dictionaries.md` lists files and columns.
namespace longshore::guide {

/// The files' texts by name in capitals, "SETHEAD.TXT".
using TableTexts = std::map<std::string, std::string, std::less<>>;

struct TableUse {
  std::string id;  ///< of an element or a composite
  std::string requirement;
  std::uint32_t repeat = 1;  ///< 0: no limit
  SourceLocation where;
};

struct TableElement {
  std::string label;
  std::string type;
  std::uint64_t min = 0;
  std::uint64_t max = 0;
  bool complete = true;                      ///< false: the values are parts of a code
  std::map<std::string, std::string> codes;  ///< meanings
};

struct TableComposite {
  std::string label;
  std::vector<TableUse> uses;
};

struct TableSegment {
  std::string label;
  std::vector<TableUse> uses;
  std::vector<std::string> notes;  ///< "P0304"
};

struct TableLine {
  std::string segment;
  std::string requirement;
  std::uint32_t max = 1;    ///< 0: no limit
  std::uint32_t level = 0;  ///< of loops that are open
  std::string loop;         ///< the loop that it starts; empty: none
  std::uint32_t loop_max = 1;
  SourceLocation where;
};

struct TableSet {
  std::string label;
  std::string functional_id;
  std::vector<TableLine> lines;
};

struct X12Tables {
  std::map<std::string, TableElement, std::less<>> elements;
  std::map<std::string, TableComposite, std::less<>> composites;
  std::map<std::string, TableSegment, std::less<>> segments;
  std::map<std::string, TableSet, std::less<>> sets;
};

/// The files that must be there, and FREEFORM.TXT.
std::vector<std::string_view> table_names();

/// Reads the tables strictly: every fault is appended with file:line:column, `folder` before the file's name. What was
/// read in spite of faults is not to be used.
X12Tables read_x12_tables(const TableTexts& texts, const std::string& folder, std::vector<Error>& errors);

}  // namespace longshore::guide
