// Any text as the files of a release, a set, and a guide over it; any text as X12's tables. Faults are located, never
// exceptions; what loads can check a document, and what is made of tables loads.
#include "parsers/guide/check.h"
#include "parsers/guide/dictionary_text.h"
#include "parsers/guide/guide.h"
#include "parsers/guide/release.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace longshore;

constexpr yaml::Limits limits{.bytes = 1U << 14, .nodes = 5'000};

void must(bool holds) {
  if (!holds) std::abort();
}

/// The text is in parts, each after a line "=== NAME".
guide::TableTexts parts_of(std::string_view text) {
  constexpr std::string_view mark = "=== ";
  guide::TableTexts out;
  std::string* part = nullptr;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    const auto line = text.substr(begin, end - begin);
    if (line.starts_with(mark))
      part = &out[std::string(line.substr(mark.size(), line.find_last_not_of("\r\n") + 1 - mark.size()))];
    else if (part != nullptr)
      part->append(line);
    begin = end;
  }
  return out;
}

std::optional<yaml::Node> node(const guide::TableTexts& parts, std::string_view name) {
  const auto found = parts.find(name);
  if (found == parts.end()) return std::nullopt;
  auto out = yaml::parse(found->second, std::string(name), limits);
  must(out || out.error().where);
  return out ? std::optional(std::move(*out)) : std::nullopt;
}

constexpr std::string_view document =
    "ISA*00*          *00*          *02*NORTHWIND      *ZZ*HARBOUR        *260302*1405*^*00501*000000101*0*T*:~"
    "GS*SH*N*H*20260302*1405*7*X*004010~ST*856*0001~BEG*ABCDE*A*20260302*1405~REF*A*BC*1.5~N1*A*BCD~N3*ABC~HL*1**AB~"
    "QTY*AB:1^CD:2~CTT*1~SE*9*0001~GE*1*7~IEA*1*000000101~";

void check_document(const guide::Dictionary& dictionary) {
  const auto file = parsers::read(document);
  const auto& interchange = file.interchanges.at(0);
  const auto& set = interchange.groups.at(0).transactions.at(0);
  const auto checked = guide::check(set, interchange.delimiters, dictionary);
  must(checked.placement.segments.size() == set.segments.size());
  for (const auto& one : checked.diagnostics) must(!one.byte_range || one.byte_range->end <= document.size());
}

void load(const guide::TableTexts& parts) {
  const auto shared = guide::read_release(
      {node(parts, "codes"), node(parts, "elements"), node(parts, "composites"), node(parts, "segments")});
  const auto structure = node(parts, "set");
  if (!shared || !structure) return;
  const auto dictionary = guide::read_set(*structure, *shared);
  if (!dictionary) return must(dictionary.error().where.has_value());
  check_document(**dictionary);
  const auto overlay = node(parts, "guide");
  if (!overlay) return;
  std::vector<Error> errors;
  const auto guide = guide::lay_over(*overlay, **dictionary, errors);
  must((guide == nullptr) == !errors.empty());
  if (guide != nullptr) check_document(*guide->dictionary);
}

void import(const guide::TableTexts& parts) {
  std::vector<Error> errors;
  const auto tables = guide::read_x12_tables(parts, "tables", errors);
  for (const auto& one : errors) must(one.where.has_value());
  if (!errors.empty()) return;
  std::vector<Error> refused;
  const auto written = guide::write_dictionary(tables, "004010", {}, "own", refused);
  must(!written || written->sets.size() + refused.size() == tables.sets.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parts = parts_of({reinterpret_cast<const char*>(data), size});
  if (parts.contains("SETHEAD.TXT"))
    import(parts);
  else
    load(parts);
  return 0;
}
