#include "tests/unit/spool/ledger_support.h"

#include "spool/sqlite_ledger.h"

namespace longshore::spool {

std::vector<LedgerKind> ledger_kinds() {
  return {{"sqlite",
           [](const std::string& folder, Clock& clock) { return open_sqlite_ledger(folder + "/ledger.db", clock); }}};
}

Entry LedgerTest::entry(const std::string& name) {
  Entry e;
  e.id = EntryId(id("E" + name));
  e.partner = PartnerId("acme");
  e.endpoint = EndpointId("acme/pickup");
  e.remote_name = name;
  e.file = RemoteFile{e.endpoint, "/out/" + name, Bytes{8}, 17};
  e.received_at = clock.now();
  e.payload = PayloadId("20260302/1405/" + id(name));
  e.sha256 = std::string(64, 'a');
  e.size = Bytes{8};
  e.trace_parent = "00-trace";
  return e;
}

WorkItem LedgerTest::claimed(const std::string& name) {
  EXPECT_TRUE(change([&](LedgerWriter& w) { return w.insert_entry(entry(name), std::nullopt); }));
  auto items = must(call([](LedgerWriter& w) { return w.claim_work(1, Seconds{60}); }));
  EXPECT_EQ(items.size(), 1u);
  return items.empty() ? WorkItem{} : items[0];
}

Document LedgerTest::document(const std::string& name, const Entry& of) {
  Document d;
  d.id = DocumentId(id("D" + name));
  d.entry = of.id;
  d.partner = of.partner;
  d.standard = "X12";
  d.set = "856";
  d.version = "004010";
  d.control_number = ControlNumber("0001");
  d.payload = of.payload;
  d.range = {3, 7};
  d.refs = {{"po", "4711"}, {"bol", "B" + name}};
  d.state = DocumentState::published;
  d.validation = ValidationStatus::accepted;
  d.received_at = of.received_at;
  return d;
}

spool::Run LedgerTest::run(const std::string& name, const Document& of, const std::string& event) {
  spool::Run r;
  r.id = RunId(id("R" + name));
  r.document = of.id;
  r.profile_revision = "p1";
  r.map_revision = "m1";
  r.started_at = clock.now();
  r.finished_at = clock.now();
  r.payload = PayloadId("20260302/1405/" + id("N" + name));
  r.events = {{event, std::string(64, 'f'), ""}};
  r.lane = "shipment-1";
  return r;
}

Document LedgerTest::published(const std::string& name) {
  WorkItem work = claimed(name);
  Document d = document(name, entry(name));
  Publication publication{.work = work, .documents = {{d, run(name, d, "event-" + name)}}};
  auto done = change([&](LedgerWriter& w) { return w.publish(publication); });
  EXPECT_TRUE(done) << done.error().describe() << done.error().cause;
  return d;
}

Delivery LedgerTest::delivery(const std::string& name, const std::string& lane) {
  Delivery d;
  d.id = DeliveryId(id("V" + name));
  d.partner = PartnerId("acme");
  d.endpoint = EndpointId("acme/drop");
  d.file_name = name + ".edi";
  d.payload = PayloadId("20260302/1405/" + id("P" + name));
  d.lane = lane;
  return d;
}

}  // namespace longshore::spool
