#include "tests/unit/spool/ledger_support.h"

namespace longshore::spool {

class LedgerReceiving : public LedgerTest {};

TEST_P(LedgerReceiving, AClaimStaysUntilTheEntryIsIn) {
  Entry e = entry("a");
  Pickup pickup{*e.file, "/out/a.claimed", {}};
  EXPECT_TRUE(must(call([&](LedgerWriter& w) { return w.claim_pickup(pickup); })));
  EXPECT_TRUE(must(call([&](LedgerWriter& w) { return w.claim_pickup(pickup); })));
  open();
  auto claims = must(reader->pending_pickups(e.endpoint));
  ASSERT_EQ(claims.size(), 1u);
  EXPECT_EQ(claims[0].file, *e.file);
  EXPECT_EQ(claims[0].claimed_path, "/out/a.claimed");
  ASSERT_OK(change([&](LedgerWriter& w) { return w.insert_entry(e, std::nullopt); }));
  EXPECT_TRUE(must(reader->pending_pickups(e.endpoint)).empty());
  EXPECT_FALSE(must(call([&](LedgerWriter& w) { return w.claim_pickup(pickup); })));
}

TEST_P(LedgerReceiving, TheSameRemoteFileIsAcceptedOnce) {
  Entry e = entry("a");
  EXPECT_FALSE(must(reader->is_seen(*e.file)));
  ASSERT_OK(change([&](LedgerWriter& w) { return w.insert_entry(e, std::nullopt); }));
  ASSERT_OK(change([&](LedgerWriter& w) { return w.insert_entry(e, std::nullopt); }));
  EXPECT_TRUE(must(reader->is_seen(*e.file)));
  Entry again = e;
  again.id = EntryId(id("other"));
  EXPECT_EQ(code_of(change([&](LedgerWriter& w) { return w.insert_entry(again, std::nullopt); })), "ALREADY_SEEN");
  again.file->mtime = 18;
  EXPECT_FALSE(must(reader->is_seen(*again.file)));
  EXPECT_TRUE(change([&](LedgerWriter& w) { return w.insert_entry(again, std::nullopt); }));
  auto found = must(reader->find_entry(e.id));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->file, e.file);
  EXPECT_EQ(found->trace_parent, "00-trace");
}

TEST_P(LedgerReceiving, AMessageKeyIsConsumedOnce) {
  Entry e = entry("a");
  e.file.reset();
  e.message_key = "THEM\nUS\n<1@them>";
  e.answer = PayloadId("20260302/1405/" + id("MDN"));
  ASSERT_OK(change([&](LedgerWriter& w) { return w.insert_entry(e, std::nullopt); }));
  Entry again = e;
  again.id = EntryId(id("other"));
  EXPECT_EQ(code_of(change([&](LedgerWriter& w) { return w.insert_entry(again, std::nullopt); })), "ALREADY_SEEN");
  auto first = must(reader->find_message(e.message_key));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->answer, e.answer);
  EXPECT_FALSE(first->file);
}

TEST_P(LedgerReceiving, ADisposalIsPendingUntilItIsDone) {
  Entry e = entry("a");
  Disposal disposal{.file = *e.file, .action = DisposalAction::rename, .target = "/out/done/a"};
  ASSERT_OK(change([&](LedgerWriter& w) { return w.insert_entry(e, disposal); }));
  ASSERT_OK(change([&](LedgerWriter& w) { return w.note_disposal_failure(e.id); }));
  open();
  auto pending = must(reader->pending_disposals(e.endpoint));
  ASSERT_EQ(pending.size(), 1u);
  EXPECT_EQ(pending[0].entry, e.id);
  EXPECT_EQ(pending[0].target, "/out/done/a");
  EXPECT_EQ(pending[0].action, DisposalAction::rename);
  EXPECT_EQ(pending[0].attempts, 1);
  for (int i = 0; i < 2; ++i) ASSERT_OK(change([&](LedgerWriter& w) { return w.finish_disposal(e.id); }));
  EXPECT_TRUE(must(reader->pending_disposals(e.endpoint)).empty());
}

TEST_P(LedgerReceiving, ACleanEndIsRemembered) {
  open();
  EXPECT_TRUE(recovered);
  ASSERT_OK(ledger->end_service());
  open();
  EXPECT_FALSE(recovered);
}

TEST_P(LedgerReceiving, MarksAreKept) {
  EXPECT_EQ(must(reader->find_mark("x")), "");
  ASSERT_OK(change([](LedgerWriter& w) { return w.set_mark("x", "1"); }));
  ASSERT_OK(change([](LedgerWriter& w) { return w.set_mark("x", "2"); }));
  EXPECT_EQ(must(reader->find_mark("x")), "2");
}

INSTANTIATE_TEST_SUITE_P(Ledgers, LedgerReceiving, testing::ValuesIn(ledger_kinds()), kind_name);

}  // namespace longshore::spool
