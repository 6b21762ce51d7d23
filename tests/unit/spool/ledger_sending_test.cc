#include "tests/unit/spool/ledger_support.h"

namespace longshore::spool {

class LedgerSending : public LedgerTest {
 protected:
  void enter(const Delivery& d) {
    ASSERT_OK(change([&](LedgerWriter& w) { return w.insert_delivery(d); }));
  }
  int begin(const Delivery& d, const std::string& temporary = "x.tmp") {
    return must(call([&](LedgerWriter& w) { return w.begin_attempt(d.id, temporary); }));
  }
  Result<void> finish(const Delivery& d, DeliveryState state, Timestamp at = {}) {
    return change(
        [&](LedgerWriter& w) { return w.finish_attempt(d.id, {.state = state, .retry_at = at, .detail = "seen"}); });
  }
  std::string due() {
    std::string names;
    for (const Delivery& d : must(reader->due_deliveries(clock.now(), 10))) names += d.id.str().substr(1, 1);
    return names;
  }
};

TEST_P(LedgerSending, AnOwedAcknowledgementIsComposedSentAndSettlesItsDocument) {
  WorkItem work = claimed("a");
  Document d = document("a", entry("a"));
  Owed owed{.id = OwedId(id("O")), .partner = d.partner, .entry = d.entry, .documents = {d.id}, .parameters = "{}"};
  ASSERT_OK(change([&](LedgerWriter& w) {
    return w.publish({.work = work, .documents = {{d, std::nullopt}}, .owed = {owed, owed}});
  }));
  EXPECT_EQ(state_of(d), DocumentState::published);
  EXPECT_EQ(must(reader->find_document(d.id))->acknowledgement, AcknowledgementStatus::owed);
  auto items = must(call([](LedgerWriter& w) { return w.claim_owed(9, Seconds{60}); }));
  ASSERT_EQ(items.size(), 1u) << "the same id is owed once";
  EXPECT_EQ(items[0].documents, owed.documents);
  Delivery answer = delivery("a", "acme/ack");
  answer.kind = DeliveryKind::acknowledgement;
  answer.owed = owed.id;
  answer.documents = owed.documents;
  ASSERT_OK(change([&](LedgerWriter& w) -> Result<void> {
    LONGSHORE_CHECK(w.finish_owed(items[0]));
    return w.insert_delivery(answer);
  }));
  EXPECT_EQ(code_of(change([&](LedgerWriter& w) { return w.finish_owed(items[0]); })), "STALE_FENCE");
  EXPECT_EQ(state_of(d), DocumentState::published);
  EXPECT_EQ(begin(answer), 1);
  ASSERT_OK(finish(answer, DeliveryState::delivered));
  EXPECT_EQ(state_of(d), DocumentState::done);
  EXPECT_EQ(must(reader->find_document(d.id))->acknowledgement, AcknowledgementStatus::sent);
  EXPECT_EQ(must(reader->find_document(d.id))->delivery, DeliveryStatus::none);
  auto detail = must(reader->document_detail(d.id));
  ASSERT_EQ(detail->attempts.size(), 1u);
  EXPECT_EQ(detail->attempts[0].outcome, DeliveryState::delivered);
  EXPECT_EQ(detail->attempts[0].detail, "seen");
}

TEST_P(LedgerSending, WhatCannotBeComposedIsNotClaimedAgain) {
  Owed owed{.id = OwedId(id("O")), .partner = PartnerId("acme")};
  ASSERT_OK(change([&](LedgerWriter& w) { return w.insert_owed(owed); }));
  auto claim = [](LedgerWriter& w) { return w.claim_owed(9, Seconds{60}); };
  auto items = must(call(claim));
  ASSERT_OK(change([&](LedgerWriter& w) { return w.postpone_owed(items[0], clock.now().plus_seconds(5)); }));
  EXPECT_TRUE(must(call(claim)).empty());
  clock.advance(5);
  items = must(call(claim));
  ASSERT_EQ(items.size(), 1u);
  ASSERT_OK(change([&](LedgerWriter& w) { return w.fail_owed(items[0], {"NO_MAP", "there is no map"}); }));
  clock.advance(600);
  EXPECT_TRUE(must(call(claim)).empty());
}

TEST_P(LedgerSending, EachLaneOffersItsHeadOnly) {
  for (auto [name, lane] : {std::pair{"a", "one"}, {"b", "one"}, {"c", "two"}, {"d", "two"}})
    enter(delivery(name, lane));
  EXPECT_EQ(due(), "ac");
  begin(delivery("a", "one"));
  EXPECT_EQ(due(), "c") << "what is being sent parks its lane";
  ASSERT_OK(finish(delivery("a", "one"), DeliveryState::retry, clock.now().plus_seconds(300)));
  EXPECT_EQ(due(), "c") << "what waits for its retry parks its lane";
  clock.advance(300);
  EXPECT_EQ(due(), "ac");
  begin(delivery("a", "one"));
  ASSERT_OK(finish(delivery("a", "one"), DeliveryState::awaiting, clock.now().plus_seconds(60)));
  EXPECT_EQ(due(), "bc") << "what awaits its answer does not";
  clock.advance(60);
  EXPECT_EQ(must(reader->overdue_deliveries(clock.now(), 9)).size(), 1u);
  ASSERT_OK(finish(delivery("a", "one"), DeliveryState::delivered));
  ASSERT_OK(finish(delivery("a", "one"), DeliveryState::delivered)) << "an answer may come twice";
  EXPECT_TRUE(must(reader->overdue_deliveries(clock.now(), 9)).empty());
}

TEST_P(LedgerSending, AFailureParksItsLaneWhereThePolicySaysSo) {
  for (auto policy : {LanePolicy::skip, LanePolicy::block}) {
    std::string lane(name(policy));
    Delivery first = delivery("1" + lane, lane), second = delivery("2" + lane, lane);
    first.lane_policy = second.lane_policy = policy;
    enter(first);
    enter(second);
    begin(first);
    ASSERT_OK(finish(first, DeliveryState::failed));
    EXPECT_EQ(due(), policy == LanePolicy::skip ? "2" : "2") << "only of the lane that skips";
    EXPECT_EQ(must(reader->due_deliveries(clock.now(), 10))[0].lane, "skip");
  }
  ASSERT_OK(change([&](LedgerWriter& w) { return w.retry_delivery(delivery("1block", "block").id, "ann", "fixed"); }));
  EXPECT_EQ(due(), "21");
  ASSERT_OK(
      change([&](LedgerWriter& w) { return w.cancel_delivery(delivery("1block", "block").id, "ann", "not needed"); }));
  EXPECT_EQ(due(), "22");
}

TEST_P(LedgerSending, APausedPartnerGetsNothing) {
  enter(delivery("a", "one"));
  auto pause = [&](bool paused) {
    return change([=](LedgerWriter& w) { return w.set_paused(PartnerId("acme"), paused, "ann", "why"); });
  };
  ASSERT_OK(pause(true));
  EXPECT_TRUE(must(reader->is_paused(PartnerId("acme"))));
  EXPECT_EQ(due(), "");
  ASSERT_OK(pause(false));
  EXPECT_EQ(due(), "a");
}

TEST_P(LedgerSending, AnInterruptedAttemptIsListedWithItsTemporaryName) {
  Delivery d = delivery("a", "one");
  enter(d);
  begin(d, "a.edi.tmp-1");
  EXPECT_TRUE(must(reader->interrupted_deliveries()).empty()) << "it is under way";
  EXPECT_EQ(code_of(call([&](LedgerWriter& w) { return w.begin_attempt(d.id, "other"); })), "CONFLICT");
  open();
  auto interrupted = must(reader->interrupted_deliveries());
  ASSERT_EQ(interrupted.size(), 1u);
  EXPECT_EQ(interrupted[0].temporary_name, "a.edi.tmp-1");
  EXPECT_EQ(due(), "");
  ASSERT_OK(finish(d, DeliveryState::retry, clock.now()));
  EXPECT_EQ(due(), "a");
  EXPECT_EQ(begin(d), 2);
  EXPECT_EQ(must(reader->attempts(d.id)).size(), 2u);
}

TEST_P(LedgerSending, TheStepBeforeTheRenameIsRemembered) {
  Delivery d = delivery("a", "one");
  enter(d);
  auto mark = [&](LedgerWriter& w) { return w.mark_uploaded(d.id); };
  EXPECT_EQ(code_of(change(mark)), "CONFLICT") << "nothing is being sent";
  begin(d);
  EXPECT_FALSE(must(reader->find_delivery(d.id))->uploaded);
  ASSERT_OK(change(mark));
  open();
  ASSERT_EQ(must(reader->interrupted_deliveries()).size(), 1u);
  EXPECT_TRUE(must(reader->interrupted_deliveries())[0].uploaded);
  ASSERT_OK(finish(d, DeliveryState::retry, clock.now()));
  begin(d);
  EXPECT_FALSE(must(reader->find_delivery(d.id))->uploaded) << "a new attempt begins anew";
}

TEST_P(LedgerSending, AComposedDocumentIsDoneWhenDelivered) {
  Interchange i;
  i.id = InterchangeId(id("I"));
  i.partner = PartnerId("acme");
  i.direction = Direction::out;
  Document out = document("o", entry("none"));
  Delivery d = delivery("a", "one");
  d.documents = {out.id};
  ASSERT_OK(change([&](LedgerWriter& w) -> Result<void> {
    LONGSHORE_CHECK(w.insert_composed(i, {out}));
    return w.insert_delivery(d);
  }));
  EXPECT_EQ(state_of(out), DocumentState::published);
  EXPECT_EQ(must(reader->find_document(out.id))->delivery, DeliveryStatus::pending);
  EXPECT_EQ(must(reader->list_documents({.direction = Direction::out})).items.size(), 1u);
  EXPECT_EQ(must(reader->find_delivery_by_name(d.partner, "a.edi"))->id, d.id);
  begin(d);
  ASSERT_OK(finish(d, DeliveryState::failed));
  EXPECT_EQ(must(reader->find_document(out.id))->delivery, DeliveryStatus::failed);
  ASSERT_OK(finish(d, DeliveryState::delivered)) << "a late answer";
  EXPECT_EQ(state_of(out), DocumentState::done);
  ASSERT_OK(change([&](LedgerWriter& w) { return w.set_acknowledgement(out.id, AcknowledgementStatus::accepted); }));
  EXPECT_EQ(must(reader->find_document(out.id))->acknowledgement, AcknowledgementStatus::accepted);
}

TEST_P(LedgerSending, ControlNumbersOnlyEverAscend) {
  auto reserve = [this](std::int64_t count) {
    return must(call([&](LedgerWriter& w) { return w.reserve_control_numbers("acme/isa", count, 99); }));
  };
  EXPECT_EQ(reserve(1).first, 1);
  ControlNumberRange three = reserve(3);
  EXPECT_EQ(three.first, 2);
  Delivery d = delivery("a", "one");
  d.control_numbers = {three};
  enter(d);
  enter(d);
  EXPECT_EQ(must(reader->find_delivery(d.id))->control_numbers, d.control_numbers);
  ControlNumberRange unused = reserve(1);
  open();
  EXPECT_EQ(reserve(1).first, 6);
  EXPECT_EQ(code_of(change([&](LedgerWriter& w) { return w.use_control_numbers(unused, d.id); })), "CONFLICT")
      << "void since the start";
  ControlNumberRange dropped = reserve(1);
  ASSERT_OK(change([&](LedgerWriter& w) { return w.void_control_numbers(dropped, "composition failed"); }));
  EXPECT_EQ(code_of(change([&](LedgerWriter& w) { return w.use_control_numbers(dropped, d.id); })), "CONFLICT");
  EXPECT_EQ(code_of(call([](LedgerWriter& w) { return w.reserve_control_numbers("acme/isa", 93, 99); })),
            "SEQUENCE_EXHAUSTED");
  EXPECT_EQ(reserve(92).first, 8);
}

TEST_P(LedgerSending, AReservationThatIsUndoneIsGivenAgain) {
  auto undone = change([](LedgerWriter& w) -> Result<void> {
    LONGSHORE_CHECK(w.reserve_control_numbers("s", 5));
    return fail_permanent("test", "REFUSED", "on purpose");
  });
  EXPECT_EQ(code_of(undone), "REFUSED");
  EXPECT_EQ(must(call([](LedgerWriter& w) { return w.reserve_control_numbers("s", 1); })).first, 1);
}

TEST_P(LedgerSending, ASinkNeverGoesBack) {
  auto advance = [&](SinkCursor to) { return change([=](LedgerWriter& w) { return w.advance_sink("file", to); }); };
  EXPECT_EQ(must(reader->sink_cursor("file")), SinkCursor{});
  ASSERT_OK(advance({5, 1000}));
  ASSERT_OK(advance({5, 1000}));
  EXPECT_EQ(code_of(advance({4, 2000})), "CONFLICT");
  open();
  EXPECT_EQ(must(reader->sink_cursor("file")), (SinkCursor{5, 1000}));
}

TEST_P(LedgerSending, WhatFailsIsUndoneAlone) {
  std::vector<Ledger::Change> changes{
      [](LedgerWriter& w) { return w.set_mark("a", "1"); },
      [](LedgerWriter& w) -> Result<void> {
        LONGSHORE_CHECK(w.set_mark("b", "1"));
        return fail_permanent("test", "REFUSED", "on purpose");
      },
      [](LedgerWriter& w) -> Result<void> {
        LONGSHORE_TRY(std::string b, w.reader().find_mark("b"));
        return w.set_mark("c", "saw " + b);
      },
  };
  auto results = must(ledger->transact(changes));
  ASSERT_EQ(results.size(), 3u);
  EXPECT_TRUE(results[0] && results[2]);
  EXPECT_EQ(code_of(results[1]), "REFUSED");
  EXPECT_EQ(must(reader->find_mark("a")), "1");
  EXPECT_EQ(must(reader->find_mark("b")), "");
  EXPECT_EQ(must(reader->find_mark("c")), "saw ");
}

INSTANTIATE_TEST_SUITE_P(Ledgers, LedgerSending, testing::ValuesIn(ledger_kinds()), kind_name);

}  // namespace longshore::spool
