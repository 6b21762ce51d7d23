#include "tests/unit/spool/ledger_support.h"

namespace longshore::spool {

class LedgerTranslating : public LedgerTest {
 protected:
  Interchange interchange(const std::string& name, const std::string& number) {
    Interchange i;
    i.id = InterchangeId(id("I" + name));
    i.entry = entry(name).id;
    i.partner = PartnerId("acme");
    i.identity = {"X12", "02", "ACME", "ZZ", "OURCO", ControlNumber(number), "260302", "1405"};
    i.sha256 = std::string(64, 'b');
    i.received_at = clock.now();
    i.unique_since = clock.now().plus_seconds(-3600);
    return i;
  }
};

TEST_P(LedgerTranslating, WorkComesByClassThenAge) {
  for (auto [name, work_class] : {std::pair{"a", WorkClass::bulk},
                                  {"b", WorkClass::normal},
                                  {"c", WorkClass::realtime},
                                  {"d", WorkClass::normal}}) {
    Entry e = entry(name);
    e.work_class = work_class;
    ASSERT_OK(change([&](LedgerWriter& w) { return w.insert_entry(e, std::nullopt); }));
  }
  auto first = must(call([](LedgerWriter& w) { return w.claim_work(3, Seconds{60}); }));
  ASSERT_EQ(first.size(), 3u);
  EXPECT_EQ(first[0].entry, entry("c").id);
  EXPECT_EQ(first[1].entry, entry("b").id);
  EXPECT_EQ(first[2].entry, entry("d").id);
  EXPECT_EQ(must(call([](LedgerWriter& w) { return w.claim_work(3, Seconds{60}); })).size(), 1u);
  EXPECT_TRUE(must(call([](LedgerWriter& w) { return w.claim_work(3, Seconds{60}); })).empty());
}

TEST_P(LedgerTranslating, ALapsedClaimCannotPublish) {
  WorkItem old = claimed("a");
  clock.advance(61);
  auto again = must(call([](LedgerWriter& w) { return w.claim_work(1, Seconds{60}); }));
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].attempts, 1);
  EXPECT_GT(again[0].fence, old.fence);
  EXPECT_EQ(code_of(change([&](LedgerWriter& w) { return w.publish({.work = old}); })), "STALE_FENCE");
  EXPECT_TRUE(change([&](LedgerWriter& w) { return w.publish({.work = again[0]}); }));
  EXPECT_EQ(code_of(change([&](LedgerWriter& w) { return w.publish({.work = again[0]}); })), "STALE_FENCE");
}

TEST_P(LedgerTranslating, TheNextStartFreesClaims) {
  WorkItem old = claimed("a");
  open();
  auto again = must(call([](LedgerWriter& w) { return w.claim_work(1, Seconds{60}); }));
  ASSERT_EQ(again.size(), 1u);
  EXPECT_GT(again[0].fence, old.fence);
}

TEST_P(LedgerTranslating, PostponedWorkWaits) {
  WorkItem work = claimed("a");
  ASSERT_OK(change([&](LedgerWriter& w) { return w.postpone_work(work, clock.now().plus_seconds(300)); }));
  clock.advance(299);
  EXPECT_TRUE(must(call([](LedgerWriter& w) { return w.claim_work(1, Seconds{60}); })).empty());
  clock.advance(1);
  EXPECT_EQ(must(call([](LedgerWriter& w) { return w.claim_work(1, Seconds{60}); })).size(), 1u);
}

TEST_P(LedgerTranslating, PublishingEntersEverythingAtOnce) {
  Document d = published("a");
  auto detail = must(reader->document_detail(d.id));
  ASSERT_TRUE(detail);
  EXPECT_EQ(detail->document.state, DocumentState::done) << "nothing was owed";
  EXPECT_EQ(detail->document.refs, d.refs);
  EXPECT_EQ(detail->document.range, d.range);
  EXPECT_EQ(detail->document.runs, 1u);
  EXPECT_EQ(detail->document.published_at, clock.now());
  ASSERT_EQ(detail->runs.size(), 1u);
  EXPECT_EQ(detail->runs[0].events[0].id, "event-a");
  EXPECT_EQ(detail->entry.state, EntryState::translated);
  auto outbox = must(reader->outbox_after(0, 10));
  ASSERT_EQ(outbox.size(), 1u);
  EXPECT_EQ(outbox[0].document, d.id);
  EXPECT_EQ(outbox[0].lane, "shipment-1");
  EXPECT_EQ(outbox[0].events, 1u);
  EXPECT_EQ(must(reader->status()).queued_work, 0);
}

TEST_P(LedgerTranslating, TheOutboxAscends) {
  for (const char* name : {"a", "b", "c"}) published(name);
  auto all = must(reader->outbox_after(0, 10));
  ASSERT_EQ(all.size(), 3u);
  EXPECT_LT(all[0].sequence, all[1].sequence);
  EXPECT_LT(all[1].sequence, all[2].sequence);
  EXPECT_EQ(must(reader->outbox_after(all[1].sequence, 10)).size(), 1u);
  EXPECT_EQ(must(reader->find_outbox(all[1].sequence))->document, all[1].document);
}

TEST_P(LedgerTranslating, ADuplicateIsFoundByIdentityAndByContent) {
  WorkItem work = claimed("a");
  Interchange i = interchange("a", "000000101");
  ASSERT_OK(change([&](LedgerWriter& w) { return w.publish({.work = work, .interchanges = {i}}); }));
  Timestamp since = clock.now().plus_seconds(-10);
  EXPECT_EQ(must(reader->find_interchange(i.identity, since))->id, i.id);
  EXPECT_EQ(must(reader->find_interchange_by_hash(i.sha256, since))->id, i.id);
  EXPECT_FALSE(must(reader->find_interchange(i.identity, clock.now().plus_seconds(1)))) << "outside of the window";
  WorkItem second = claimed("b");
  Interchange same = interchange("b", "000000101");
  auto refused = change([&](LedgerWriter& w) { return w.publish({.work = second, .interchanges = {same}}); });
  EXPECT_EQ(code_of(refused), "DUPLICATE_INTERCHANGE");
  EXPECT_TRUE(refused.error().temporary());
  same.unique_since.reset();
  same.duplicate_of = i.id;
  EXPECT_TRUE(change([&](LedgerWriter& w) { return w.publish({.work = second, .interchanges = {same}}); }))
      << "the refusal ended nothing";
}

TEST_P(LedgerTranslating, AReplayEmitsNothingTwice) {
  Document d = published("a");
  ASSERT_OK(change(
      [&](LedgerWriter& w) { return w.request_reprocess({.document = d.id, .actor = "ann", .reason = "again"}); }));
  EXPECT_EQ(state_of(d), DocumentState::received);
  EXPECT_EQ(code_of(change([&](LedgerWriter& w) { return w.request_reprocess({.document = d.id}); })), "CONFLICT");
  auto work = must(call([](LedgerWriter& w) { return w.claim_work(1, Seconds{60}); }));
  ASSERT_EQ(work.size(), 1u);
  ASSERT_TRUE(work[0].reprocess);
  EXPECT_EQ(work[0].reprocess->document, d.id);
  EXPECT_EQ(work[0].reprocess->reason, "again");
  EXPECT_EQ(must(reader->published_events(d.id)).size(), 1u);
  Publication same{.work = work[0], .documents = {{d, run("b", d, "event-a")}}};
  EXPECT_EQ(code_of(change([&](LedgerWriter& w) { return w.publish(same); })), "EVENT_REPEATED");
  spool::Run corrected = run("b", d, "event-a2");
  corrected.events[0].supersedes = "event-a";
  d.refs = {{"po", "4712"}};
  ASSERT_OK(change([&](LedgerWriter& w) { return w.publish({.work = work[0], .documents = {{d, corrected}}}); }));
  EXPECT_EQ(state_of(d), DocumentState::done);
  EXPECT_EQ(must(reader->document_detail(d.id))->runs.size(), 2u);
  EXPECT_EQ(must(reader->outbox_after(0, 10)).size(), 2u);
  EXPECT_TRUE(must(reader->list_documents({.ref_value = "4711"})).items.empty());
  EXPECT_EQ(must(reader->list_documents({.ref_value = "4712"})).items.size(), 1u);
}

TEST_P(LedgerTranslating, AHeldDocumentWaitsForItsRelease) {
  WorkItem work = claimed("a");
  Document d = document("a", entry("a"));
  d.state = DocumentState::held;
  d.fault = {"UNKNOWN_CODE", "AT7 ZZ9"};
  ASSERT_OK(change([&](LedgerWriter& w) { return w.publish({.work = work, .documents = {{d, std::nullopt}}}); }));
  Status status = must(reader->status());
  EXPECT_EQ(status.held, 1);
  EXPECT_EQ(status.top_held_reason, "UNKNOWN_CODE");
  EXPECT_EQ(must(reader->find_document(d.id))->held_at, clock.now());
  clock.advance(5);
  ASSERT_OK(change([&](LedgerWriter& w) { return w.release(d.id, "ann", "code added"); }));
  EXPECT_EQ(state_of(d), DocumentState::received);
  EXPECT_EQ(must(reader->find_document(d.id))->resolved_at, clock.now());
  auto again = must(call([](LedgerWriter& w) { return w.claim_work(9, Seconds{60}); }));
  ASSERT_EQ(again.size(), 1u);
  EXPECT_TRUE(again[0].reprocess->released);
  EXPECT_TRUE(again[0].reprocess->resend) << "it never owed anything";
  ASSERT_OK(change([&](LedgerWriter& w) { return w.ignore(d.id, "ann", "not ours"); }));
  EXPECT_EQ(state_of(d), DocumentState::ignored);
  EXPECT_EQ(must(reader->status()).queued_work, 0);
}

TEST_P(LedgerTranslating, AnIllegalStepIsRefused) {
  Document d = published("a");
  EXPECT_EQ(code_of(change([&](LedgerWriter& w) { return w.hold(d.id, "ann", "no"); })), "ILLEGAL_TRANSITION");
  EXPECT_EQ(code_of(change([&](LedgerWriter& w) { return w.release(d.id, "ann", "no"); })), "ILLEGAL_TRANSITION");
  EXPECT_EQ(code_of(change([&](LedgerWriter& w) { return w.ignore(d.id, "ann", "no"); })), "ILLEGAL_TRANSITION");
  EXPECT_EQ(state_of(d), DocumentState::done);
  EXPECT_EQ(code_of(change([&](LedgerWriter& w) { return w.hold(DocumentId("none"), "ann", "no"); })), "NOT_FOUND");
}

TEST_P(LedgerTranslating, DocumentsAreListedByPage) {
  for (const char* name : {"a", "b", "c", "d", "e"}) published(name);
  DocumentFilter filter{.partner = PartnerId("acme"), .limit = 2};
  std::vector<std::string> seen;
  for (int pages = 0; pages < 4; ++pages) {
    auto page = must(reader->list_documents(filter));
    for (const Document& d : page.items) seen.push_back(d.id.str().substr(1, 1));
    filter.page = page.next;
    if (page.next.empty()) break;
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"e", "d", "c", "b", "a"}));
  EXPECT_EQ(must(reader->list_documents({.ref_type = "bol", .ref_value = "Bc"})).items.size(), 1u);
  EXPECT_EQ(must(reader->list_documents({.ref_type = "pro", .ref_value = "Bc"})).items.size(), 0u);
  EXPECT_EQ(must(reader->list_documents({.state = DocumentState::held})).items.size(), 0u);
  EXPECT_EQ(must(reader->list_documents({.set = "856", .since = clock.now()})).items.size(), 5u);
  EXPECT_EQ(code_of(reader->list_documents({.page = PageToken("x' OR 1")})), "BAD_PAGE");
}

TEST_P(LedgerTranslating, StatusCountsByPartner) {
  published("a");
  published("b");
  clock.advance(60);
  Entry bare = entry("c");
  bare.partner = PartnerId("zeta");
  ASSERT_OK(change([&](LedgerWriter& w) { return w.insert_entry(bare, std::nullopt); }));
  ASSERT_OK(change([](LedgerWriter& w) { return w.set_paused(PartnerId("zeta"), true, "ann", "audit"); }));
  Status status = must(reader->status());
  EXPECT_EQ(status.documents[DocumentState::done], 2);
  EXPECT_EQ(status.documents.count(DocumentState::received), 0u);
  ASSERT_EQ(status.partners.size(), 2u);
  EXPECT_EQ(status.partners[0].documents[DocumentState::done], 2);
  EXPECT_EQ(status.partners[1].partner.str(), "zeta");
  EXPECT_TRUE(status.partners[1].paused);
  EXPECT_EQ(status.partners[1].last_received_at, clock.now());
}

TEST_P(LedgerTranslating, AnAlertIsRaisedOnceUntilResolved) {
  Alert alert{.kind = "host_key_changed", .partner = PartnerId("acme"), .subject = "acme/pickup", .message = "changed"};
  auto raise = [&](LedgerWriter& w) { return w.raise_alert(alert); };
  EXPECT_TRUE(must(call(raise)));
  EXPECT_FALSE(must(call(raise)));
  EXPECT_EQ(must(reader->open_alerts()).size(), 1u);
  ASSERT_OK(change([&](LedgerWriter& w) { return w.resolve_alert(alert.kind, alert.partner, alert.subject); }));
  EXPECT_TRUE(must(reader->open_alerts()).empty());
  EXPECT_TRUE(must(call(raise)));
}

INSTANTIATE_TEST_SUITE_P(Ledgers, LedgerTranslating, testing::ValuesIn(ledger_kinds()), kind_name);

}  // namespace longshore::spool
