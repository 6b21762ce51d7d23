#pragma once
#include "spool/ledger.h"
#include "tests/unit/spool/support.h"

namespace longshore::spool {

/// One implementation of the ledger, to be opened again and again in the same place.
struct LedgerKind {
  std::string name;
  std::function<Result<std::unique_ptr<Ledger>>(const std::string& folder, Clock& clock)> open;
};

inline void PrintTo(const LedgerKind& kind, std::ostream* out) {
  *out << kind.name;
}

/// What every implementation must do. Each test opens a fresh one.
class LedgerTest : public testing::TestWithParam<LedgerKind> {
 protected:
  void SetUp() override { open(); }
  void open() {
    reader.reset();
    ledger.reset();
    ledger = must(GetParam().open(folder.path(), clock));
    ASSERT_TRUE(ledger);
    recovered = must(ledger->begin_service());
    reader = must(ledger->new_reader());
  }

  Result<void> change(const Ledger::Change& one) {
    auto results = ledger->transact(std::span(&one, 1));
    if (!results) return fail(results.error());
    return results->front();
  }
  /// Runs one call of the writer and gives its value.
  template <class Call>
  auto call(Call what) -> std::invoke_result_t<Call, LedgerWriter&> {
    std::optional<std::invoke_result_t<Call, LedgerWriter&>> answer;
    auto done = change([&](LedgerWriter& writer) -> Result<void> {
      answer = what(writer);
      if (!*answer) return fail(answer->error());
      return {};
    });
    if (!done) return fail(done.error());
    return *answer;
  }

  std::string id(const std::string& text) { return text + std::string(26 - text.size(), '0'); }
  Entry entry(const std::string& name);
  /// Enters it and claims its work.
  WorkItem claimed(const std::string& name);
  Document document(const std::string& name, const Entry& of);
  /// A run that emits one event of that id.
  spool::Run run(const std::string& name, const Document& of, const std::string& event);
  /// An entry with one published document of the same name.
  Document published(const std::string& name);
  Delivery delivery(const std::string& name, const std::string& lane);
  DocumentState state_of(const Document& document) { return must(reader->find_document(document.id))->state; }

  test::TemporaryFolder folder;
  TestClock clock;
  std::unique_ptr<Ledger> ledger;
  std::unique_ptr<LedgerReader> reader;
  bool recovered = false;
};

/// Every implementation there is.
std::vector<LedgerKind> ledger_kinds();
inline std::string kind_name(const testing::TestParamInfo<LedgerKind>& info) {
  return info.param.name;
}

}  // namespace longshore::spool
