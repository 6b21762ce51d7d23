#include "engine/cli/checked_file.h"

#include "engine/base/runtime/files.h"

namespace longshore::cli {
std::unique_ptr<InputFile> read_input(Context& context, const std::string& name) {
  auto bytes = runtime::read_file(name);
  if (bytes) return std::make_unique<InputFile>(name, std::move(*bytes));
  context.fail(bytes.error(), Exit::not_found);
  return nullptr;
}

SetChecker::SetChecker(Context& context, const SharedData& data, int level)
    : context_(context), library_(data.dictionaries), level_(level) {}

const guide::Dictionary* SetChecker::find(parsers::Standard standard, const parsers::Transaction& transaction) {
  auto found = library_.find(standard, transaction);
  if (found) return *found;
  if (told_.insert(found.error().describe()).second) context_.fail(found.error(), Exit::internal);
  return nullptr;
}

CheckedSet SetChecker::check(const parsers::Interchange& interchange, parsers::Transaction& transaction) {
  CheckedSet out;
  if (level_ > 1) out.dictionary = find(interchange.standard, transaction);
  std::vector<Diagnostic> diagnostics;
  if (out.dictionary) {
    auto checked = guide::check(transaction, interchange.delimiters, *out.dictionary, guide::Levels::up_to(level_));
    diagnostics = std::move(checked.diagnostics);
    out.placement = std::move(checked.placement);
  } else if (level_ > 1) {
    diagnostics.push_back(diagnose(Code::DICTIONARY_MISSING));
  }
  guide::apply(transaction, std::move(diagnostics));
  return out;
}

void SetChecker::check_all(parsers::Interchange& interchange) {
  for (auto& group : interchange.groups)
    for (auto& transaction : group.transactions) check(interchange, transaction);
}

void SetChecker::check_all(InputFile& file) {
  for (auto& interchange : file.parsed.interchanges) check_all(interchange);
}

x12::DictionaryOf SetChecker::dictionaries() {
  return [this](const parsers::Transaction& transaction) { return find(parsers::Standard::x12, transaction); };
}

}  // namespace longshore::cli
