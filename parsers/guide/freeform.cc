#include "parsers/guide/freeform.h"

#include "engine/base/yaml/yaml.h"
#include "engine/model/text.h"

namespace longshore::guide {
namespace {

struct Block {
  std::string_view tag;
  std::vector<std::string> cells;
  std::string text;
  SourceLocation where;
};

class FreeformReader {
 public:
  FreeformReader(std::string file, X12Tables& tables, std::vector<Error>& errors)
      : file_(std::move(file)), tables_(tables), errors_(errors) {}

  void read(std::string_view text) {
    std::uint32_t number = 0;
    for (auto line : split(text, '\n')) {
      ++number;
      line = trim(line);
      if (line.starts_with('*')) {
        finish();
        block_ = {line.substr(1), {}, {}, {file_, number, 1}};
      } else if (!line.empty()) {
        add(line);
      }
    }
    finish();
  }

 private:
  void add(std::string_view line) {
    if (block_.tag.empty()) return error("TABLE_FREEFORM", "text before the first block", "a block begins with *");
    if (!block_.cells.empty()) {
      block_.text += (block_.text.empty() ? "" : " ") + std::string(line);
      return;
    }
    for (auto cell : split(line, ',')) block_.cells.emplace_back(trim(cell));
  }

  void finish() {
    if (block_.tag == "ELECOD") add_code();
    if (block_.tag == "SEGNTE") add_note();
  }

  /// Element, partition, code, paragraph.
  void add_code() {
    if (block_.cells.size() < 3 || block_.cells[2].empty())
      return error("TABLE_FREEFORM", "a code block needs an element, a partition and a code");
    const auto found = tables_.elements.find(block_.cells[0]);
    if (found == tables_.elements.end())
      return error("TABLE_ORPHAN", "element " + printable(block_.cells[0]) + " is in no head table");
    if (!block_.cells[1].empty()) found->second.complete = false;
    found->second.codes.emplace(block_.cells[2], block_.text);
  }

  /// Segment, number, type; of a syntax note the text begins with its short form.
  void add_note() {
    if (block_.cells.size() < 3 || block_.cells[2] != "N") return;
    const auto found = tables_.segments.find(block_.cells[0]);
    if (found == tables_.segments.end())
      return error("TABLE_ORPHAN", "segment " + printable(block_.cells[0]) + " is in no head table");
    auto note = block_.text.substr(0, block_.text.find_first_of(" -\t"));
    const bool kind = !note.empty() && std::string_view("PRECL").contains(note[0]);
    if (!kind || note.size() < 5 || note.size() % 2 == 0)
      return error("TABLE_NOTE", "\"" + printable(note) + "\" is no syntax note",
                   "P R E C or L and the positions, two digits each");
    auto& notes = found->second.notes;
    if (std::ranges::find(notes, note) == notes.end()) notes.push_back(std::move(note));
  }

  void error(std::string code, std::string what, std::string hint = {}) {
    errors_.push_back(yaml::error_at(block_.where.line != 0 ? block_.where : SourceLocation{file_, 1, 1},
                                     std::move(code), std::move(what), std::move(hint)));
  }

  std::string file_;
  X12Tables& tables_;
  std::vector<Error>& errors_;
  Block block_;
};

}  // namespace

void read_freeform(std::string_view text, const std::string& file, X12Tables& tables, std::vector<Error>& errors) {
  FreeformReader(file, tables, errors).read(text);
}

}  // namespace longshore::guide
