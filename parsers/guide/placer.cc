#include "parsers/guide/placer.h"

#include "parsers/locate.h"

namespace longshore::guide {
namespace {

bool has_room(const Use& use, std::uint32_t count) {
  return use.max == 0 || count < use.max;
}

/// The reader reports a missing trailer itself.
bool is_trailer(std::string_view tag) {
  return tag == "SE" || tag == "UNT";
}

/// What is no tag at all is the reader's finding already.
bool is_tag(std::string_view tag) {
  const auto fits = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return tag.size() >= 2 && tag.size() <= 3 && std::ranges::all_of(tag, fits);
}

const Use* find_anywhere(const std::vector<Use>& uses, std::string_view tag) {
  for (const auto& one : uses) {
    if (one.tag() == tag) return &one;
    if (const auto* inner = find_anywhere(one.of, tag)) return inner;
  }
  return nullptr;
}

}  // namespace

Placer::Placer(const parsers::Transaction& transaction, const Dictionary& dictionary,
               std::vector<Diagnostic>* diagnostics, std::size_t limit)
    : transaction_(transaction), dictionary_(dictionary), diagnostics_(diagnostics), limit_(limit) {
  frames_.push_back({&dictionary.structure, 0, 0, -1});
  placement_.segments.reserve(transaction.segments.size());
}

void Placer::place(std::uint32_t index) {
  const auto tag = transaction_.segments[index].tag();
  const auto* definition = dictionary_.segment(tag);
  if (definition == nullptr) {
    placement_.segments.push_back({nullptr, nullptr, frames_.back().loop, true});
    if (is_tag(tag)) report(Code::SEGMENT_UNKNOWN, index, {}, loop_name(frames_.back().loop));
    return;
  }
  const auto forward = ahead(tag);
  if (forward && !forward->skips_mandatory) return move_to(*forward, index);
  const auto full = exhausted(tag);
  if (full && (!forward || full->frame >= forward->frame)) {
    const auto& use = (*frames_[full->frame].uses)[full->use];
    const auto limit = "At most " + std::to_string(use.max) + (use.max == 1 ? " is" : " are") + " allowed here.";
    const auto loop = use.is_loop() ? std::string_view(use.loop) : loop_name(frames_[full->frame].loop);
    report(use.is_loop() ? Code::LOOP_TOO_MANY : Code::SEGMENT_TOO_MANY, index, limit, loop);
    return move_to(*full, index);
  }
  const auto* earlier = behind(tag, forward ? forward->frame + 1 : 0);
  if (forward && earlier == nullptr) return move_to(*forward, index);
  misplace(earlier != nullptr ? *earlier : *find_anywhere(dictionary_.structure, tag), index);
}

Placement Placer::finish() && {
  const auto end = static_cast<std::uint32_t>(transaction_.segments.size());
  close_frames(1, end);
  report_missing(frames_.front(), frames_.front().uses->size(), end);
  return std::move(placement_);
}

// Innermost first; the first that skips nothing mandatory wins, else the innermost.
std::optional<Placer::Target> Placer::ahead(std::string_view tag) const {
  std::optional<Target> best;
  bool leaves_mandatory = false;
  for (auto frame = frames_.size(); frame-- > 0;) {
    if (auto target = ahead_in(frame, tag)) {
      target->skips_mandatory |= leaves_mandatory;
      if (!target->skips_mandatory) return target;
      if (!best) best = target;
    }
    const auto& uses = *frames_[frame].uses;
    for (auto i = frames_[frame].current + 1; i < uses.size(); ++i) leaves_mandatory |= uses[i].mandatory;
  }
  return best;
}

std::optional<Placer::Target> Placer::ahead_in(std::size_t frame, std::string_view tag) const {
  const auto& [uses, current, count, loop] = frames_[frame];
  bool skips = false;
  for (auto i = current; i < uses->size(); ++i) {
    const auto& use = (*uses)[i];
    if (use.tag() == tag && (i != current || has_room(use, count))) return Target{frame, i, skips};
    skips |= use.mandatory && (i != current || count == 0);
  }
  return std::nullopt;
}

std::optional<Placer::Target> Placer::exhausted(std::string_view tag) const {
  for (auto frame = frames_.size(); frame-- > 0;) {
    const auto& open = frames_[frame];
    const bool is_start_of_loop = open.loop >= 0 && open.current == 0;  // its second occurrence is another instance
    const auto& use = (*open.uses)[open.current];
    if (use.tag() == tag && !has_room(use, open.count) && !is_start_of_loop) return Target{frame, open.current, false};
  }
  return std::nullopt;
}

/// A use of that tag before the current one, in an open frame not further out than `outermost`.
const Use* Placer::behind(std::string_view tag, std::size_t outermost) const {
  for (auto frame = frames_.size(); frame-- > outermost;) {
    const auto& open = frames_[frame];
    for (std::size_t i = open.loop < 0 ? 0 : 1; i <= open.current; ++i) {  // a loop's start again is another instance
      if ((*open.uses)[i].tag() == tag) return &(*open.uses)[i];
    }
  }
  return nullptr;
}

void Placer::move_to(const Target& target, std::uint32_t index) {
  close_frames(target.frame + 1, index);
  auto& frame = frames_[target.frame];
  report_missing(frame, target.use, index);
  frame.count = frame.current == target.use ? frame.count + 1 : 1;
  frame.current = target.use;
  enter((*frame.uses)[target.use], index, false);
}

void Placer::misplace(const Use& use, std::uint32_t index) {
  report(Code::SEGMENT_MISPLACED, index, {}, loop_name(frames_.back().loop));
  enter(use, index, true);
}

void Placer::enter(const Use& use, std::uint32_t index, bool misplaced) {
  int loop = frames_.back().loop;
  if (use.is_loop()) {
    placement_.loops.push_back({use.loop, loop, index, index + 1, &use});
    loop = static_cast<int>(placement_.loops.size() - 1);
    frames_.push_back({&use.of, 0, 1, loop});
  }
  placement_.segments.push_back({&use, use.segment, loop, misplaced});
}

void Placer::close_frames(std::size_t keep, std::uint32_t index) {
  while (frames_.size() > keep) {
    const auto& frame = frames_.back();
    report_missing(frame, frame.uses->size(), index);
    placement_.loops[static_cast<std::size_t>(frame.loop)].end_segment = index;
    frames_.pop_back();
  }
}

void Placer::report_missing(const Frame& frame, std::size_t until, std::uint32_t index) {
  for (auto i = frame.current; i < until; ++i) {
    const auto& use = (*frame.uses)[i];
    const bool present = i == frame.current && frame.count > 0;
    if (!use.mandatory || present || is_trailer(use.tag()) || !listens()) continue;
    const auto at = std::min<std::size_t>(index, transaction_.segments.size() - 1);
    auto found = parsers::locate(diagnose(Code::SEGMENT_MISSING, "The mandatory segment " + std::string(use.tag()) +
                                                                     " is missing before this place."),
                                 transaction_.segments[at]);
    found.segment_id = use.tag();
    found.loop = use.is_loop() ? use.loop : std::string(loop_name(frame.loop));
    found.expected =
        use.segment->label.empty() ? std::string(use.tag()) : std::string(use.tag()) + " " + use.segment->label;
    diagnostics_->push_back(std::move(found));
  }
}

void Placer::report(Code code, std::uint32_t index, std::string message, std::string_view loop) {
  if (!listens()) return;
  auto found = parsers::locate(diagnose(code, std::move(message)), transaction_.segments[index]);
  found.loop = loop;
  diagnostics_->push_back(std::move(found));
}

std::string_view Placer::loop_name(int loop) const {
  return loop < 0 ? std::string_view{} : placement_.loops[static_cast<std::size_t>(loop)].id;
}

}  // namespace longshore::guide
