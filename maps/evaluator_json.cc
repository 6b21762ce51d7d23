// How an evaluator writes: objects, lists, references and times, as RFC 8785 text.
#include "engine/base/json/json.h"
#include "engine/model/text.h"
#include "maps/evaluator.h"

#include <algorithm>

namespace longshore::maps {

// Where members come in the order of their keys, this is as they stay.
void Evaluator::begin_member(std::string_view key) {
  out_ += ",\"";
  out_ += key;
  out_ += "\":";
}

void Evaluator::member(std::string_view key, std::uint32_t rank, std::string_view text) {
  begin_member(key);
  auto begin = out_.size();
  json::append_quoted(out_, text);
  members_.push_back({key, rank, begin, out_.size()});
}

bool Evaluator::put_scalar(const Scalar& scalar) {
  if (scalar.bare)
    out_ += scalar.text;
  else
    json::append_quoted(out_, scalar.text);
  return true;
}

bool Evaluator::put_list_of(std::span<const Scalar> values) {
  out_ += '[';
  for (const auto& one : values) {
    if (out_.back() != '[') out_ += ',';
    put_scalar(one);
  }
  out_ += ']';
  return true;
}

bool Evaluator::object(const std::vector<Field>& fields, const Frame& frame, const std::string& needs) {
  auto first_member = members_.size();
  auto begin = out_.size();
  ++depth_;
  for (const auto& field : fields)
    if (can_have_value(field)) put(field, frame);
  --depth_;
  auto first = members_.begin() + static_cast<std::ptrdiff_t>(first_member);
  bool whole = needs.empty() ? first != members_.end()
                             : std::any_of(first, members_.end(), [&](const auto& one) { return one.key == needs; });
  if (whole) {
    close_object(first_member, begin);
  } else {
    members_.resize(first_member);
    out_.resize(begin);
  }
  return whole;
}

// The members stand one behind the other in the order of the map; they go out sorted, the later of two equal keys.
void Evaluator::close_object(std::size_t first_member, std::size_t begin) {
  auto first = members_.begin() + static_cast<std::ptrdiff_t>(first_member);
  bool sorted = std::adjacent_find(first, members_.end(),
                                   [](const auto& a, const auto& b) { return a.rank >= b.rank; }) == members_.end();
  if (!sorted) {
    sort_members(first_member, begin);
    first = members_.begin() + static_cast<std::ptrdiff_t>(first_member);
  }
  if (depth_ == 0) top_.assign(first, members_.end());
  out_[begin] = '{';
  out_ += '}';
  members_.resize(first_member);
}

// Few, and mostly in order: each goes before those that are greater. Of equal ones the later stays.
void Evaluator::sort_members(std::size_t first_member, std::size_t begin) {
  for (auto i = first_member + 1; i < members_.size(); ++i) {
    auto one = members_[i];
    auto at = i;
    for (; at > first_member && members_[at - 1].rank > one.rank; --at) members_[at] = members_[at - 1];
    members_[at] = one;
  }
  auto write = first_member;
  assembly_.clear();
  for (auto i = first_member; i < members_.size(); ++i) {
    auto one = members_[i];
    if (i + 1 < members_.size() && members_[i + 1].rank == one.rank) continue;
    auto from = one.key_begin();
    auto to = begin + assembly_.size() + (one.begin - from);
    assembly_.append(out_, from, one.end - from);
    members_[write++] = {one.key, one.rank, to, to + (one.end - one.begin)};
  }
  members_.resize(write);
  out_.resize(begin);
  out_ += assembly_;
}

void Evaluator::put(const Field& field, const Frame& frame) {
  auto pointer = pointer_.size();
  if (trace_) pointer_ += "/" + field.name;
  field_ = &field;
  if (field.source.kind == FieldSource::Kind::date) {
    put_date(field, frame);
  } else {
    auto before = out_.size();
    auto told = diagnostics_.size();
    begin_member(field.name);
    auto begin = out_.size();
    if (put_value(field, frame)) {
      members_.push_back({field.name, field.ranks[0], begin, out_.size()});
      if (trace_) trace_->fields_set.insert(&field);
    } else {
      out_.resize(before);
      if (!failed_since(told)) missing(field, frame);  // else why it has none is said already
    }
  }
  pointer_.resize(pointer);
}

template <class Write>
bool Evaluator::once(std::uint32_t what, const Frame& frame, Write write) {
  constexpr std::size_t most = 4U << 20;  // bytes, and segments
  constexpr std::size_t most_values = 64U << 10;
  const auto where =
      frame.segment ? std::uint64_t{*frame.segment} << 1 | 1 : static_cast<std::uint64_t>(frame.loop + 1) << 1;
  const auto key = std::uint64_t{what} << 34 | where;
  if (const auto found = known_.find(key); found != known_.end()) {
    const Known& known = found->second;
    for (auto at = known.read.begin; at < known.read.end; ++at) note_read(known_reads_[at]);
    out_.append(known_text_, known.text.begin, known.text.end - known.text.begin);
    return known.text.begin != known.text.end;
  }
  const auto begin = out_.size();
  const auto told = diagnostics_.size();
  const auto first_read = recorded_.size();
  ++recording_;
  const bool something = write();
  --recording_;
  const bool room = known_.size() < most_values && known_text_.size() < most && known_reads_.size() < most;
  if (room && told == diagnostics_.size()) {
    const auto read = recorded_.begin() + static_cast<std::ptrdiff_t>(first_read);
    std::sort(read, recorded_.end());
    recorded_.erase(std::unique(read, recorded_.end()), recorded_.end());
    Known known{{known_text_.size(), 0}, {known_reads_.size(), 0}};
    if (something) known_text_.append(out_, begin);
    known_reads_.insert(known_reads_.end(), read, recorded_.end());
    known.text.end = known_text_.size();
    known.read.end = known_reads_.size();
    known_.emplace(key, known);
  }
  if (recording_ == 0) recorded_.clear();
  return something;
}

bool Evaluator::put_value(const Field& field, const Frame& frame) {
  const bool own_refs = depth_ == 1 && field.name == "refs";  // of the event: they are handed on too
  if (!field.kept || trace_ || own_refs) return write_value(field, frame);
  return once(field.number << 1, frame, [&] { return write_value(field, frame); });
}

/// An object of a group or list, in one of its places.
bool Evaluator::object_of(const Field& field, const Frame& inner) {
  const auto write = [&] { return object(field.source.fields, inner, field.needs); };
  return field.items_kept && !trace_ ? once(field.number << 1 | 1, inner, write) : write();
}

bool Evaluator::write_value(const Field& field, const Frame& frame) {
  using Kind = FieldSource::Kind;
  const auto& source = field.source;
  if (source.kind == Kind::list || source.kind == Kind::lists) return put_list(field, frame);
  if (source.kind == Kind::refs) return put_refs(field, frame);
  if (source.kind == Kind::group) {
    auto frames = frames_of(field, frame);
    return !frames.empty() && object_of(field, frames.front());
  }
  std::optional<Scalar> one;
  if (plain(field, frame, one)) return one && put_scalar(*one);
  auto found = scalars(field, frame);
  if (found.empty()) return false;
  return field.many == Many::list ? put_list_of(found) : put_scalar(found.front());
}

bool Evaluator::put_list(const Field& field, const Frame& frame) {
  auto begin = out_.size();
  out_ += '[';
  std::size_t items = 0;
  if (field.source.kind == FieldSource::Kind::list)
    items = put_items(field, frame, 0);
  else
    for (const auto& part : field.source.fields) items = put_items(part, frame, items);
  out_ += ']';
  if (!items) out_.resize(begin);
  return items != 0;
}

// Where a group or list goes: where it stands, or all places of its `for` at which its `when` is true.
Evaluator::Frames Evaluator::frames_of(const Field& field, const Frame& frame) {
  const auto& source = field.source;
  auto out = frame_lists_.take();
  if (source.over)
    walker_.frames(*source.over, frame, *out);
  else
    out->push_back(frame);
  if (source.when) std::erase_if(*out, [&](const auto& one) { return !holds(*source.when, one); });
  return out;
}

// The items of one part of a list, from `index` on: objects, or the values of what is no object. The next index.
std::size_t Evaluator::put_items(const Field& field, const Frame& frame, std::size_t index) {
  if (!can_have_value(field)) return index;
  using Kind = FieldSource::Kind;
  const auto& source = field.source;
  auto pointer = pointer_.size();
  auto next = [&](auto write) {
    auto before = out_.size();
    if (index) out_ += ',';
    if (trace_) pointer_ += "/" + std::to_string(index);
    if (write())
      ++index;
    else
      out_.resize(before);
    pointer_.resize(pointer);
  };
  if (source.kind != Kind::list && source.kind != Kind::group) {
    field_ = &field;
    for (const auto& one : scalars(field, frame)) next([&] { return put_scalar(one); });
    return index;
  }
  auto frames = frames_of(field, frame);
  if (source.kind == Kind::group && frames.size() > 1) frames->resize(1);
  for (const auto& inner : frames) next([&] { return object_of(field, inner); });
  return index;
}

void Evaluator::collect_refs(const Field& field, const Frame& frame, std::vector<Ref>& out) {
  if (!can_have_value(field)) return;
  auto add = [&](std::string_view type, std::string_view value) {
    bool known = type.empty() || value.empty() || std::ranges::find(out, Ref{type, value}) != out.end();
    if (!known) out.emplace_back(type, value);
  };
  bool list = field.source.kind == FieldSource::Kind::list || field.source.kind == FieldSource::Kind::group;
  if (!list) {
    for (const auto& value : scalars(field, frame)) add(field.ref_type, value.text);
    return;
  }
  for (const auto& inner : frames_of(field, frame)) {
    std::string_view type;
    std::string_view value;
    for (const auto& part : field.source.fields) {
      if (part.name == "type") type = text(part, inner);
      if (part.name == "value") value = text(part, inner);
    }
    add(type, value);
  }
}

bool Evaluator::put_refs(const Field& field, const Frame& frame) {
  std::vector<Ref> all;
  for (const auto& item : field.source.fields) {
    field_ = &item;
    collect_refs(item, frame, all);
  }
  if (all.empty()) return false;
  out_ += '[';
  for (const auto& [type, value] : all) {
    out_ += out_.back() == '[' ? "{\"type\":" : ",{\"type\":";
    json::append_quoted(out_, type);
    out_ += ",\"value\":";
    json::append_quoted(out_, value);
    out_ += '}';
  }
  out_ += ']';
  if (depth_ == 1 && field.name == "refs") refs_ = std::move(all);
  return true;
}

// ---- times ----------------------------------------------------------------------------------------------------------

std::optional<Evaluator::FoundDate> Evaluator::find_date(const Field& field, const Frame& frame) {
  auto pivot = input_.century_pivot;
  for (const auto& one : field.source.dates) {
    auto date = first_hit(one.date, frame);
    if (!date) continue;
    auto time = one.time ? first_hit(*one.time, frame) : std::nullopt;
    auto zone = one.zone ? first_hit(*one.zone, frame) : std::nullopt;
    return FoundDate{*date, &one.date, read_x12_time(date->value, time ? time->value : "", pivot),
                     zone ? row(tables("time-code", "x12-623-to-offset"), zone->value) : nullptr};
  }
  if (!field.source.dates.empty()) return std::nullopt;
  for (const auto& path : field.source.paths) {
    auto date = first_hit(path, frame);
    if (!date) continue;
    const auto& element = *path.path.element;  // the format stands beside the value: 2379 behind 2380
    auto format = walker_.segment(date->segment).value(element.index, element.component + 1);
    return FoundDate{*date, &path, read_edifact_time(date->value, format, pivot), nullptr};
  }
  return std::nullopt;
}

// The same time is asked for again and again: by every event of a document.
const Result<PlacedTime>& Evaluator::place_once(const WrittenTime& written, const ZoneHints& hints) {
  if (!placed_ || placed_->written != written || placed_->hints != hints)
    placed_ = Placed{written, hints, place(written, hints)};
  return placed_->at;
}

void Evaluator::put_date(const Field& field, const Frame& frame) {
  auto found = find_date(field, frame);
  if (!found) return missing(field, frame);
  const auto& [hit, path, written, time_code] = *found;
  if (!written)
    return fault(field.on_invalid,
                 at(Code::MAP_VALUE_INVALID, "\"" + printable(hit.value) + "\" with its time is no point in time",
                    hit.segment, path));
  ZoneHints hints;
  hints.partner_zone = input_.profile.timezone;
  hints.time_code = time_code;
  if (auto state = field.source.place_state ? first_hit(*field.source.place_state, frame) : std::nullopt)
    hints.place = row(tables("state-zone", "us-state-to-zone"), state->value);
  const auto& placed = place_once(*written, hints);
  if (!placed) return fault(OnFault::hold, at(Code::MAP_VALUE_INVALID, placed.error().what, hit.segment, path));
  if (placed->quality == TimeQuality::assumed && !std::exchange(zone_assumed_, true))
    fault(OnFault::warn, at(Code::TIME_ZONE_ASSUMED, {}, hit.segment, path));
  member(field.name, field.ranks[0], placed->rfc3339);
  member(field.quality_name, field.ranks[1], name(placed->quality));
  if (placed->date_only) member(field.precision_name, field.ranks[2], "date");
  if (depth_ == 1 && field.name == "occurredAt") occurred_at_ = placed->rfc3339;
  if (trace_) trace_->fields_set.insert(&field);
}

}  // namespace longshore::maps
