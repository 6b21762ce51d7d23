#include "engine/translate/interchange_answer.h"

#include "engine/base/json/json.h"
#include "engine/model/text.h"
#include "maps/identity.h"
#include "parsers/x12/ta1.h"

namespace longshore::translate {
namespace {

struct Verdict {
  std::string_view type;
  std::string_view status;
};

/// By TA104, element I17.
std::optional<Verdict> verdict_of(std::string_view code) {
  if (code == "A") return Verdict{"logistics.document.acknowledged.v1", "accepted"};
  if (code == "E") return Verdict{"logistics.document.acknowledged.v1", "accepted_with_errors"};
  if (code == "R") return Verdict{"logistics.document.rejected.v1", "rejected"};
  return std::nullopt;
}

json::Object data_of(const x12::InterchangeAcknowledgement& answer, const Verdict& verdict) {
  json::Object document{{"standard", "X12"}, {"interchangeControlNumber", answer.control_number}};
  json::Object source{{"standard", "X12"}, {"element", "I17"}, {"code", answer.status}};
  json::Object data{{"classifier", "actual"}, {"kind", "syntax"}, {"scope", "interchange"}, {"status", verdict.status}};
  data.set("document", std::move(document));
  if (!answer.note.empty() && answer.note != "000") {
    json::Array codes;
    codes.emplace_back(json::Object{{"type", "I18"}, {"value", answer.note}});
    data.set("errorCodes", std::move(codes));
  }
  data.set("sourceCode", std::move(source));
  return data;
}

std::string provenance_of(const parsers::Interchange& interchange, const parsers::Segment& ta1,
                          std::string_view payload_sha256) {
  const auto range = ta1.byte_range();
  json::Array bytes{static_cast<std::int64_t>(range.begin), static_cast<std::int64_t>(range.end)};
  json::Array ranges;
  ranges.emplace_back(std::move(bytes));
  json::Object out{{"payloadSha256", payload_sha256}, {"interchange", interchange.control_number}, {"transaction", ""}};
  out.set("segments", json::Array{});  // they count from ST, and there is none
  out.set("byteRanges", std::move(ranges));
  return json::write(json::Value(std::move(out)));
}

Translation held(const parsers::Segment& ta1, const std::string& code) {
  auto diagnostic = diagnose(Code::CODE_UNKNOWN, "the verdict \"" + printable(code) + "\" is none of TA104");
  diagnostic.segment_id = "TA1";
  diagnostic.element = 4;
  diagnostic.value = code;
  diagnostic.expected = "A, E or R";
  diagnostic.byte_range = ta1.byte_range();
  Translation out;
  out.code = std::string(info(Code::CODE_UNKNOWN).name);
  out.message = diagnostic.message;
  out.output.diagnostics.push_back(std::move(diagnostic));
  return out;
}

}  // namespace

std::vector<const parsers::Segment*> interchange_answers(const parsers::Interchange& interchange) {
  std::vector<const parsers::Segment*> out;
  for (const auto& segment : interchange.envelope)
    if (segment.tag() == "TA1") out.push_back(&segment);
  return out;
}

Translation translate_answer(const parsers::Interchange& interchange, const parsers::Segment& ta1,
                             const partners::Profile* profile, maps::Catalog& catalog,
                             std::string_view payload_sha256) {
  const auto answer = x12::read_ta1(ta1);
  const auto verdict = verdict_of(answer.status);
  const auto* type = verdict ? catalog.canonical().find(verdict->type) : nullptr;
  if (type == nullptr) return held(ta1, answer.status);
  const auto data = json::write_canonical(data_of(answer, *verdict));
  maps::Fact fact;
  fact.type = type;
  fact.subject = fact.partition = answer.control_number;
  fact.key = {answer.control_number, answer.date, answer.time};
  fact.data = data;
  for (const auto& pointer : type->identity) fact.identity.push_back(json::raw_at(data, pointer));
  fact.provenance = provenance_of(interchange, ta1, payload_sha256);
  const auto partner = profile ? profile->id.str() : std::string();
  Translation out;
  out.verdict = Translation::Verdict::published;
  out.output.events.push_back(maps::EventMaker({interchange, "TA1", payload_sha256, partner}).make(fact));
  return out;
}

}  // namespace longshore::translate
