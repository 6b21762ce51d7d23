#include "maps/contracts/event_reference.h"

#include "maps/contracts/schema_tree.h"
#include "maps/contracts/shared_forms.h"

namespace longshore::contracts {
namespace {

std::string code(std::string_view text) {
  return "`" + std::string(text) + "`";
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& one : names) out += (out.empty() ? "" : ", ") + code(one);
  return out;
}

std::string cell(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '|' || c == '<') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string capital(const std::string& text) {
  return SharedForms::name_of(text);
}

// As GitHub makes them of headings.
std::string anchor(std::string_view heading) {
  std::string out = "#";
  for (char c : heading) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_') out += c;
    if (c == ' ') out += '-';
  }
  return out;
}

std::string link(const std::string& heading) {
  return "[" + heading + "](" + anchor(heading) + ")";
}

// "Form of", because an object may have the same name.
std::string link_to_form(const std::string& field) {
  return "[" + field + "](" + anchor("form of " + field) + ")";
}

std::string heading_of(const Contract& contract) {
  return contract.name.substr(0, contract.name.size() - std::string_view(".json").size());
}

class Fields {
 public:
  explicit Fields(const SharedForms& shared) : shared_(shared) {}

  std::string table(const json::Value& schema) {
    out_ = "| field | type | | |\n|---|---|---|---|\n";
    members(schema, "");
    return std::move(out_);
  }
  /// Of a shared form, which may be a list.
  std::string table_of_form(const json::Value& form) {
    const auto* items = form.find("items");
    return items ? "A list of:\n\n" + table(*items) : table(form);
  }

 private:
  void members(const json::Value& schema, const std::string& before) {
    const auto* properties = schema.find("properties");
    if (!properties || !properties->object()) return;
    auto required = texts(schema.find("required"));
    for (const auto& [name, field] : *properties->object()) row(name, field, before, required.contains(name));
  }

  void row(const std::string& name, const json::Value& field, const std::string& before, bool required) {
    bool shared = shared_.is_shared(name, field);
    auto type = shared ? link_to_form(name) : type_of(field);
    out_ += "| " + code(before + name) + " | " + type + " | " + (required ? "required" : "") + " | " + about(field) +
            " |\n";
    if (shared) return;
    const auto* items = field.find("items");
    members(items ? *items : field, before + name + (items ? "[]." : "."));
  }

  static std::string type_of(const json::Value& field) {
    if (const auto* items = field.find("items")) return "list of " + type_of(*items);
    std::string out;
    for (const auto& one : texts(field.find("type")))
      out += (out.empty() ? "" : " or ") + (one == "string" ? "text" : one);
    return out.empty() ? "any" : out;
  }

  static std::string about(const json::Value& field) {
    auto out = cell(field.text("description"));
    const auto* items = field.find("items");
    std::string values;
    const auto* list = (items ? *items : field).find("enum");
    for (const auto& one : list && list->array() ? *list->array() : json::Array{})
      values += (values.empty() ? "" : " ") + code(one.string() ? *one.string() : json::write(one));
    if (!values.empty()) out += (out.empty() ? "" : ": ") + values;
    if (out.empty() && !field.text("pattern").empty()) out = code(cell(field.text("pattern")));
    return out;
  }

  const SharedForms& shared_;
  std::string out_;
};

std::string from_of(const StateRow& row) {
  if (row.from_any) return "any";
  return row.from.empty() ? "not known yet" : listed(row.from);
}

struct Fact {
  std::string type;
  const Contract* contract;
};

std::string states(const std::vector<Fact>& facts) {
  std::string out = "| type | from | to | schema |\n|---|---|---|---|\n";
  for (const auto& [type, contract] : facts) {
    out += "| " + code(type) + " | ";
    auto row = contract->states.find(type);
    if (row == contract->states.end())
      out += "– | –";
    else
      out += from_of(row->second) + " | " + (row->second.to.empty() ? "as it was" : code(row->second.to));
    out += " | " + link(heading_of(*contract)) + " |\n";
  }
  return out;
}

std::string schema_section(const Contract& contract, Fields& fields) {
  auto out = "### " + heading_of(contract) + "\n\n" + contract.title + ". Owner: " + contract.owner +
             ", whose word counts for " + listed(contract.authoritative) + ". Identity: " + listed(contract.identity) +
             ".\n\n";
  return out + fields.table(contract.data) + "\n";
}

constexpr std::string_view head =
    "<!-- Generated: longshore events reference > docs/reference/events.md. Change the schemas in maps/canonical, not "
    "this "
    "file. -->\n\n"
    "# Events\n\n"
    "What each event type says. How to read events, and what may change: [events](../events.md). The same for tools:\n"
    "[asyncapi.json](asyncapi.json).\n\n";

}  // namespace

std::string event_reference(const Contracts& contracts) {
  SharedForms shared(contracts);
  Fields fields(shared);
  std::map<std::string, std::vector<Fact>> facts;
  for (const auto& contract : contracts.all())
    for (const auto& type : contract.types) facts[object_of(contract, type)].push_back({type, &contract});
  auto sections = by_object(contracts);

  std::string out(head);
  out += "| object | types |\n|---|---|\n";
  for (const auto& [object, of] : facts)
    out += "| " + link(capital(object)) + " | " + std::to_string(of.size()) + " |\n";
  out += "\n## Attributes of every event\n\n" + fields.table(contracts.envelope()) + "\n";
  for (const auto& [object, of] : facts) {
    out += "## " + capital(object) + "\n\n" + states(of) + "\n";
    for (const auto* contract : sections[object]) out += schema_section(*contract, fields);
  }
  out += "## Shared forms\n\nFields that look the same in several schemas.\n";
  for (const auto& [field, form] : shared.forms())
    out += "\n### Form of " + field + "\n\n" + fields.table_of_form(form);
  return out;
}

}  // namespace longshore::contracts
