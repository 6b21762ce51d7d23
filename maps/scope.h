#pragma once
#include "maps/definition.h"

#include <span>
#include <string>
#include <vector>

namespace longshore::maps {

/// Where the paths of a rule start from: the loops of the dictionary that enclose it, outermost first. Resolves paths
/// at load time: a segment is looked for directly in the innermost loop, then outwards; where none has it directly, in
/// loops nested in the innermost one, then outwards again.
class Scope {
 public:
  Scope(const guide::Dictionary& dictionary, const TreeSpec* tree) : dictionary_(&dictionary), tree_(tree) {}

  /// Checks the path against the dictionary and says how to walk it. With `value` it must name an element, else it must
  /// not.
  Result<CompiledPath> resolve(const Path& path, const SourceLocation& where, bool value) const;
  /// The scope of what a path without an element goes through.
  Result<Scope> inside(const CompiledPath& over) const;
  /// The scope of one node of the tree; an error when the map has none or no such level.
  Result<Scope> inside_level(const std::string& level, const SourceLocation& where) const;
  /// An element by its number gets its position; one that the segment does not have is an error.
  Result<ElementRef> resolve_element(const ElementRef& element, const std::string& tag,
                                     const SourceLocation& where) const;

 private:
  using Way = std::vector<const guide::Use*>;
  struct Place {
    const guide::Use* use = nullptr;
    Way through;  ///< loops to go down through to reach it
  };
  struct Walk {
    std::uint32_t climb = 0;
    Place place;
    std::vector<std::size_t> written;  ///< indices of `place.through` that the path itself names
  };

  Result<Walk> walk(const Path& path, const SourceLocation& where) const;
  enum class Depth { direct, nested };
  Result<Place> find_here(std::span<const guide::Use> uses, const std::string& tag, Depth depth,
                          const SourceLocation& where) const;
  std::span<const guide::Use> content(std::size_t depth) const;
  bool is_level(const std::string& name) const;
  std::unexpected<Error> unknown_segment(const std::string& tag, const SourceLocation& where) const;

  const guide::Dictionary* dictionary_;
  const TreeSpec* tree_;
  Way loops_;
};

}  // namespace longshore::maps
