#pragma once
// Texts of which only parts are known, compared by value where both are known and by how they are made elsewhere.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fleetlint/base/tri.h"
#include "fleetlint/evaluator/value.h"

namespace fleetlint::fleet {

/// A text as a row of known pieces and unknown ones: concat, format, interpolation and the resourceId family are taken
/// apart. Case is kept in the pieces and ignored in comparisons.
class SymbolicText {
 public:
  struct Piece {
    bool known = true;
    std::string text;                      ///< of a known piece
    const eval::Value* unknown = nullptr;  ///< of an unknown piece; null for the scope that resourceId() adds by itself
    std::string identity;                  ///< of an unknown piece: equal identities are equal values; empty: equal to nothing
  };

  SymbolicText() = default;
  explicit SymbolicText(std::string_view text);
  /// Reads a string, a number or an unknown.
  static SymbolicText of(const eval::Value& value);

  bool is_complete() const;   ///< every piece is known
  bool is_empty() const { return pieces_.empty(); }
  const std::vector<Piece>& pieces() const { return pieces_; }
  /// The text with `hole` in place of each unknown piece.
  std::string text(std::string_view hole = "*") const;
  /// Parts between separators that stand in known pieces.
  std::vector<SymbolicText> split(char separator) const;
  void append(const SymbolicText& other);
  void append_text(std::string_view text);
  void append_unknown(const eval::Value* value, std::string identity);

  /// Yes: the same at every deployment. No: certainly different. Case is ignored.
  friend Tri equal(const SymbolicText& a, const SymbolicText& b);
  /// Equal for certain also as far as case goes; unknown pieces as in `equal`.
  friend bool identical(const SymbolicText& a, const SymbolicText& b);

 private:
  std::vector<Piece> pieces_;
};

/// A resource id, as far as it can be read: its type and names, whatever scope it lies in.
struct ResourceReference {
  std::string type;                  ///< lower case, all segments: microsoft.network/loadbalancers/probes; empty: not an id
  std::vector<SymbolicText> names;   ///< one for each segment of the type after the namespace
  bool own_group = false;            ///< made by resourceId() without subscription or group: the deployment's own
  SymbolicText scope;                ///< what stands before /providers/
  SymbolicText whole;

  bool is_of_type(std::string_view lower_case_type) const { return type == lower_case_type; }
  /// Type and names without the last segment; empty type when there is none.
  ResourceReference parent() const;
};
/// Reads an id from a known text, resourceId() and its relatives, or a concat that ends in known segments.
ResourceReference read_reference(const eval::Value& value);
ResourceReference read_reference(SymbolicText text);

}  // namespace fleetlint::fleet
