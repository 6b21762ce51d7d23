#include "maps/template_runner.h"
#include "parsers/flatfile/fixed.h"
#include "parsers/json/tree.h"
#include "parsers/xml/xml.h"

namespace longshore::maps {
namespace {

class FileComposer : public TemplateRunner {
 public:
  using TemplateRunner::TemplateRunner;

  std::string csv(std::span<const json::Value* const> events) {
    std::string out;
    const auto& row = map_.steps.front();
    std::vector<std::string> cells;
    for (const auto& column : row.parts) cells.push_back(column.name);
    if (map_.csv.header) flatfile::append_csv_row(out, cells, map_.csv);
    for (const auto* event : events) {
      begin(std::span(&event, 1));
      each(row, [&] {
        cells.clear();
        for (const auto& column : row.parts) cells.push_back(value(column.value, nullptr));
        flatfile::append_csv_row(out, cells, map_.csv);
      });
    }
    return out;
  }

  Result<std::string> fixed(std::span<const json::Value* const> events) {
    begin(events);
    std::string out;
    for (const auto& step : map_.steps) LONGSHORE_CHECK(records(step, out));
    return out;
  }

  parsers::Record tree(std::span<const json::Value* const> events) {
    begin(events);
    const auto& root = map_.steps.front();
    parsers::Record out{.kind = parsers::Record::Kind::object};
    out.name = root.tag;
    fill(root, out);
    return out;
  }

 private:
  Result<void> records(const OutStep& step, std::string& out) {
    Result<void> done;
    each(step, [&] {
      if (!done) return;
      if (step.tag.empty()) {
        for (const auto& inner : step.steps)
          if (done) done = records(inner, out);
        return;
      }
      parsers::Record record{.kind = parsers::Record::Kind::object};
      record.name = step.tag;
      fill(step, record);
      done = flatfile::write_fixed(out, record, *map_.layout);
      if (!done) done.error().where = step.where;
    });
    return done;
  }

  // Absent fields and empty objects are left out.
  void fill(const OutStep& step, parsers::Record& out) {
    for (const auto& part : step.parts) {
      if (!part.below.empty()) {
        nested(part, out);
        continue;
      }
      auto text = value(part.value, nullptr);
      if (text.empty()) continue;
      bool attribute = map_.format == Format::xml && part.name.starts_with('@');
      parsers::Record made{.kind = part.value.kind};
      made.name = attribute ? part.name.substr(1) : part.name;
      made.text = std::move(text);
      (attribute ? out.attributes : out.children).push_back(std::move(made));
    }
  }

  // In XML a list is one element an item; in JSON an array.
  void nested(const OutStep::Part& part, parsers::Record& out) {
    const auto& step = part.below.front();
    parsers::Record list{.kind = parsers::Record::Kind::list};
    list.name = part.name;
    each(step, [&] {
      parsers::Record item{.kind = parsers::Record::Kind::object};
      bool in_list = step.over && map_.format == Format::json;
      item.name = in_list ? "" : part.name;
      fill(step, item);
      if (item.children.empty() && item.attributes.empty()) return;
      (in_list ? list.children : out.children).push_back(std::move(item));
    });
    if (!list.children.empty()) out.children.push_back(std::move(list));
  }
};

}  // namespace

Result<std::string> compose_file(const Template& map, std::span<const json::Value* const> events,
                                 const ComposeInput& input) {
  FileComposer composer(map, input);
  Result<std::string> out;
  if (map.format == Format::csv) {
    out = composer.csv(events);
  } else if (map.format == Format::fixed) {
    out = composer.fixed(events);
  } else {
    auto tree = composer.tree(events);
    if (map.format == Format::json) {
      tree.name.clear();
      out = json::write_tree(tree, map.indent);
    } else {
      parsers::Record document{.kind = parsers::Record::Kind::object};
      document.children.push_back(std::move(tree));
      out = xml::write(document, {.indent = map.indent});
    }
  }
  if (composer.fault()) return fail(*composer.fault());
  return out;
}

}  // namespace longshore::maps
