#include "maps/codes.h"

namespace longshore::maps {

const CodeRow* CodeTable::find(std::string_view code) const {
  auto found = rows.find(code);
  return found == rows.end() ? nullptr : &found->second;
}

CodeRows read_code_rows(const yaml::Node& rows, std::vector<Error>& errors) {
  CodeRows out;
  if (!rows.is_mapping())
    errors.push_back(yaml::error_at(rows.where, "CODES_NOT_A_MAPPING", "code rows must be a mapping of code to row"));
  for (const auto& [code, where, row] : rows.pairs) {
    auto& attributes = out[code];
    if (row.is_scalar()) attributes["value"] = row.text;
    for (const auto& pair : row.pairs) {
      if (pair.value.is_scalar())
        attributes[pair.key] = pair.value.text;
      else
        errors.push_back(
            yaml::error_at(pair.value.where, "VALUE_NOT_TEXT", "an attribute of a code row must be a single value"));
    }
    if (attributes.empty())
      errors.push_back(yaml::error_at(where, "CODE_ROW_EMPTY", "the code " + code + " has no meaning here",
                                      "write it like " + code + ": {fact: arrived}"));
  }
  return out;
}

Result<CodeTable> load_code_table(const yaml::Node& root) {
  std::vector<Error> errors;
  CodeTable out;
  yaml::Fields fields(root, "a code table", errors);
  out.name = fields.string("table", yaml::Presence::required);
  out.element = fields.string("element");
  out.versions = fields.strings("versions");
  out.identity = fields.boolean("identity", false);
  fields.get("sources");
  fields.get("note");
  if (const auto* rows = fields.get("rows", yaml::Presence::required)) out.rows = read_code_rows(*rows, errors);
  fields.finish();
  if (!errors.empty()) return fail(std::move(errors.front()));
  return out;
}

}  // namespace longshore::maps
