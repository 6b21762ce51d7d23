#include "parsers/guide/placer.h"

#include "parsers/locate.h"
#include "parsers/source.h"

namespace longshore::guide {
namespace {

/// The reader reports a missing trailer itself.
bool is_trailer(std::string_view tag) {
  return tag == "SE" || tag == "UNT";
}

const Use* find_anywhere(const Level& level, std::uint32_t key) {
  for (std::size_t i = 0; i < level.uses.size(); ++i) {
    if (level.keys[i] == key) return &level.uses[i];
    if (const auto* inner = find_anywhere(level.uses[i].of, key)) return inner;
  }
  return nullptr;
}

}  // namespace

Placer::Placer(const Dictionary& dictionary, const Tell* tell, Placement* placement)
    : dictionary_(dictionary), tell_(tell), placement_(placement) {
  restart();
}

void Placer::restart() {
  open_ = 0;
  push({&dictionary_.structure});
  loops_ = 0;
  segments_ = 0;
}

SegmentPlace Placer::place_elsewhere(const parsers::Segment& segment, std::uint32_t key) {
  const auto forward = ahead(key);
  if (forward && !forward->skips_mandatory) return move_to(*forward, segment);
  if (dictionary_.segment(segment.tag()) == nullptr) return place_unknown(segment);
  const auto full = exhausted(key);
  if (full && (!forward || full->frame >= forward->frame)) {
    const auto& use = frames_[full->frame].level->uses[full->use];
    const auto limit = "At most " + std::to_string(use.max) + (use.max == 1 ? " is" : " are") + " allowed here.";
    const auto loop = use.is_loop() ? std::string_view(use.loop) : loop_name(frames_[full->frame]);
    report(use.is_loop() ? Code::LOOP_TOO_MANY : Code::SEGMENT_TOO_MANY, segment, limit, loop);
    return move_to(*full, segment);
  }
  const auto* meant = behind(key, forward ? forward->frame + 1 : 0);
  if (forward && meant == nullptr) return move_to(*forward, segment);
  if (meant == nullptr) meant = find_anywhere(dictionary_.structure, key);
  return meant == nullptr ? place_unknown(segment) : misplace(*meant, segment);
}

void Placer::grow() {
  frames_.resize(std::max<std::size_t>(8, frames_.size() * 2));
}

void Placer::note_ends(std::size_t keep) {
  for (auto i = keep; i < open_; ++i)
    placement_->loops[static_cast<std::size_t>(frames_[i].loop)].end_segment = segments_;
}

void Placer::note_start(const Use& use) {
  placement_->loops.push_back({use.loop, innermost().loop, segments_, segments_ + 1, &use});
}

void Placer::note_place(const SegmentPlace& place) {
  placement_->segments.push_back(place);
}

void Placer::finish(const Diagnostic& last) {
  const Here here{nullptr, &last};
  close_frames(1, here);
  report_missing(frames_.front(), frames_.front().level->uses.size(), here);
}

// What is no tag at all is the reader's finding already.
SegmentPlace Placer::place_unknown(const parsers::Segment& segment) {
  if (parsers::is_tag(segment.tag(), 2)) report(Code::SEGMENT_UNKNOWN, segment, {}, loop());
  return note(nullptr, nullptr, true);
}

// Innermost first; the first that skips nothing mandatory wins, else the innermost.
std::optional<Placer::Target> Placer::ahead(std::uint32_t key) const {
  std::optional<Target> best;
  bool leaves_mandatory = false;
  for (auto i = open_; i-- > 0;) {
    const auto& frame = frames_[i];
    if (auto target = ahead_in(frame, i, key)) {
      target->skips_mandatory |= leaves_mandatory;
      if (!target->skips_mandatory) return target;
      if (!best) best = target;
    }
    leaves_mandatory |= frame.leaves_mandatory();
  }
  return best;
}

std::optional<Placer::Target> Placer::ahead_in(const Frame& frame, std::size_t index, std::uint32_t key) const {
  const auto& level = *frame.level;
  for (auto i = frame.current; i < level.keys.size(); ++i) {
    if (level.keys[i] != key || (i == frame.current && !has_room(level.uses[i], frame.count))) continue;
    const auto from = frame.count == 0 ? frame.current : std::min(frame.current + 1, i);
    return Target{index, i, level.mandatory_before[i] != level.mandatory_before[from]};
  }
  return std::nullopt;
}

std::optional<Placer::Target> Placer::exhausted(std::uint32_t key) const {
  for (auto i = open_; i-- > 0;) {
    const auto& open = frames_[i];
    const bool is_start_of_loop = open.loop >= 0 && open.current == 0;  // its second occurrence is another instance
    const bool same = open.level->keys[open.current] == key;
    if (same && !has_room(open.use(), open.count) && !is_start_of_loop) return Target{i, open.current, false};
  }
  return std::nullopt;
}

/// A use of that tag before the current one, in an open frame not further out than `outermost`.
const Use* Placer::behind(std::uint32_t key, std::size_t outermost) const {
  for (auto frame = open_; frame-- > outermost;) {
    const auto& open = frames_[frame];
    for (std::size_t i = open.loop < 0 ? 0 : 1; i <= open.current; ++i) {  // a loop's start again is another instance
      if (open.level->keys[i] == key) return &open.level->uses[i];
    }
  }
  return nullptr;
}

SegmentPlace Placer::move_to(const Target& target, const parsers::Segment& segment) {
  const Here here{&segment, nullptr};
  if (open_ > target.frame + 1) close_frames(target.frame + 1, here);
  auto& frame = frames_[target.frame];
  if (target.skips_mandatory) report_missing(frame, target.use, here);
  frame.count = frame.current == target.use ? frame.count + 1 : 1;
  frame.current = target.use;
  return enter(frame.use(), false);
}

SegmentPlace Placer::misplace(const Use& use, const parsers::Segment& segment) {
  report(Code::SEGMENT_MISPLACED, segment, {}, loop());
  return enter(use, true);
}

void Placer::close_frames(std::size_t keep, const Here& here) {
  while (open_ > keep) {
    report_missing(innermost(), innermost().level->uses.size(), here);
    pop_to(open_ - 1);
  }
}

void Placer::report_missing(const Frame& frame, std::size_t until, const Here& here) {
  if (tell_ == nullptr) return;
  const auto& before = frame.level->mandatory_before;
  if (before[until] == before[frame.current]) return;
  for (auto i = frame.current; i < until; ++i) {
    const auto& use = frame.level->uses[i];
    const bool present = i == frame.current && frame.count > 0;
    if (!use.mandatory || present || is_trailer(use.tag())) continue;
    auto found = diagnose(Code::SEGMENT_MISSING,
                          "The mandatory segment " + std::string(use.tag()) + " is missing before this place.");
    if (here.segment != nullptr) {
      found = parsers::locate(std::move(found), *here.segment);
    } else {
      found.segment_position = here.last->segment_position;
      found.byte_range = here.last->byte_range;
    }
    found.segment_id = use.tag();
    found.loop = use.is_loop() ? use.loop : std::string(loop_name(frame));
    found.expected =
        use.segment->label.empty() ? std::string(use.tag()) : std::string(use.tag()) + " " + use.segment->label;
    (*tell_)(std::move(found));
  }
}

void Placer::report(Code code, const parsers::Segment& segment, std::string message, std::string_view loop) {
  if (tell_ == nullptr) return;
  auto found = parsers::locate(diagnose(code, std::move(message)), segment);
  found.loop = loop;
  (*tell_)(std::move(found));
}

}  // namespace longshore::guide
