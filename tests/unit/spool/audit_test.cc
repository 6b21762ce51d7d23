#include "tests/unit/spool/support.h"

#include <sqlite3.h>

namespace longshore::spool {
namespace {

class Audit : public SpoolTest {
 protected:
  void SetUp() override {
    SpoolTest::SetUp();
    for (const char* file : {"a", "b", "c"}) ASSERT_OK(receive("x", file));
  }
  /// Does to the closed ledger what somebody with a shell could do.
  void tamper(const char* sql) {
    spool.reset();
    sqlite3* ledger = nullptr;
    ASSERT_EQ(sqlite3_open((folder.path() + "/ledger.db").c_str(), &ledger), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(ledger, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(ledger);
    sqlite3_close(ledger);
    open();
  }
  std::string finding() { return must(spool->verify_audit()).finding; }
};

TEST_F(Audit, AnIntactChainVerifies) {
  AuditReport report = must(spool->verify_audit());
  EXPECT_TRUE(report.intact) << report.finding;
  EXPECT_EQ(report.records, 3);
  open();
  EXPECT_EQ(finding(), "");
}

TEST_F(Audit, AChangedRecordIsFound) {
  tamper("UPDATE audit SET record = replace(record, 'acme', 'evil') WHERE number = 2");
  EXPECT_EQ(finding(), "record 2 was changed");
}

TEST_F(Audit, ARemovedRecordIsFound) {
  tamper("DELETE FROM audit WHERE number = 2");
  EXPECT_EQ(finding(), "record 2 is missing");
}

TEST_F(Audit, ATailThatWasCutOffIsFound) {
  tamper("DELETE FROM audit WHERE number = 3");
  EXPECT_EQ(finding(), "record 3 is not the one that was anchored") << "the start put an alert in its place";
}

TEST_F(Audit, AChainShorterThanTheAnchorIsFound) {
  spool.reset();
  std::string anchor = folder.path() + "/audit.anchor";
  std::string text = must(files.read(anchor));
  std::filesystem::remove(anchor);
  ASSERT_OK(must(files.create(anchor))->write("9" + text.substr(1)));
  open();
  EXPECT_EQ(finding(), "the chain ends at 4, but record 9 was anchored");
}

TEST_F(Audit, AChainThatWasComputedAnewIsFound) {
  tamper("DELETE FROM audit");
  for (const char* file : {"d", "e", "f"}) ASSERT_OK(receive("x", file));
  EXPECT_EQ(finding(), "record 3 is not the one that was anchored");
  auto alerts = must(must(spool->reader())->open_alerts());
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].kind, "audit_broken");
}

}  // namespace
}  // namespace longshore::spool
