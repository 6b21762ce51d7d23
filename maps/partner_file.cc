#include "maps/partner_file.h"

#include "engine/model/text.h"
#include "parsers/flatfile/csv.h"

#include <algorithm>

namespace longshore::maps {
namespace {

std::string cell(const PartnerFileMap::Column& column, const json::Value& event) {
  for (const auto& pointer : column.pointers) {
    const auto* found = event.at_pointer(pointer);
    if (!found || found->is_null()) continue;
    if (const auto* text = found->string()) return *text;
    return json::write(*found);
  }
  return column.fallback;
}

PartnerFileMap::Column read_column(const yaml::Node& node, std::vector<Error>& errors) {
  PartnerFileMap::Column out;
  yaml::Fields keys(node, "a column", errors);
  out.title = keys.string("title", yaml::Presence::required);
  keys.get("pointer", yaml::Presence::required);
  out.pointers = keys.strings("pointer");
  out.fallback = keys.string("default");
  keys.finish();
  for (const auto& pointer : out.pointers)
    if (!pointer.starts_with('/'))
      errors.push_back(yaml::error_at(node.where, "POINTER_SYNTAX", "\"" + pointer + "\" is no JSON pointer",
                                      "write it like /data/shipmentId"));
  return out;
}

}  // namespace

bool PartnerFileMap::takes(std::string_view type) const {
  return std::ranges::any_of(accepts, [&](const auto& pattern) { return glob_match(pattern, type); });
}

std::optional<PartnerFileMap> compile_partner_file(const yaml::Node& root, std::vector<Error>& errors) {
  auto before = errors.size();
  PartnerFileMap out;
  yaml::Fields keys(root, "a map", errors);
  out.name = keys.string("map", yaml::Presence::required);
  keys.get("label");
  out.accepts = keys.strings("accepts");
  if (const auto* node = keys.get("target", yaml::Presence::required)) {
    yaml::Fields target(*node, "target", errors);
    constexpr std::string_view formats[] = {"csv"};
    target.choice("format", formats, "csv", yaml::Presence::required);
    auto delimiter = target.string("delimiter", yaml::Presence::optional, ",");
    if (delimiter.size() == 1)
      out.delimiter = delimiter[0];
    else
      target.error(node->where, "DELIMITER", "delimiter must be one character");
    out.header = target.boolean("header", true);
    target.finish();
  }
  if (const auto* node = keys.get("columns", yaml::Presence::required))
    for (const auto& item : node->items) out.columns.push_back(read_column(item, errors));
  keys.finish();
  if (errors.size() != before) return std::nullopt;
  return out;
}

std::string compose_file(const PartnerFileMap& map, std::span<const json::Value> events) {
  std::string out;
  flatfile::CsvDialect dialect{.delimiter = map.delimiter};
  std::vector<std::string> cells;
  for (const auto& column : map.columns) cells.push_back(column.title);
  if (map.header) flatfile::append_csv_row(out, cells, dialect);
  for (const auto& event : events) {
    cells.clear();
    for (const auto& column : map.columns) cells.push_back(cell(column, event));
    flatfile::append_csv_row(out, cells, dialect);
  }
  return out;
}

}  // namespace longshore::maps
