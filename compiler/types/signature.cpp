#include "types/signature.h"

#include "fleetlint/base/assert.h"

namespace fleetlint::compiler {
namespace {

class SignatureReader {
 public:
  SignatureReader(std::string_view text, const NamedTypes& named, TypeArena& arena) : text_(text), named_(named), arena_(arena) {}

  FunctionOverload overload() {
    FunctionOverload result;
    result.name = word();
    expect('(');
    while (!take(')')) {
      FunctionParameter parameter;
      parameter.required = !take('[');
      const bool rest = take_dots();
      parameter.constant = take('!');
      parameter.name = word();
      // "name+0:" and "name+2:" give the least number of repetitions.
      std::uint32_t least = 1;
      if (take('+')) least = static_cast<std::uint32_t>(text_[at_++] - '0');
      expect(':');
      parameter.type = union_type();
      if (!parameter.required) expect(']');
      if (rest) {
        result.variadic = true;
        result.minimum_count += least;
      } else if (parameter.required) {
        ++result.minimum_count;
      }
      result.parameters.push_back(parameter);
      take(',');
    }
    expect(':');
    result.result = union_type();
    return result;
  }

 private:
  void blanks() { while (at_ < text_.size() && text_[at_] == ' ') ++at_; }
  bool take(char c) {
    blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take_dots() {
    blanks();
    if (!text_.substr(at_).starts_with("...")) return false;
    at_ += 3;
    return true;
  }
  void expect(char c) {
    [[maybe_unused]] const bool found = take(c);
    FLEETLINT_ASSERT(found);
  }
  std::string_view word() {
    blanks();
    const auto begin = at_;
    while (at_ < text_.size() && ((text_[at_] | 0x20) >= 'a' && (text_[at_] | 0x20) <= 'z' ? true : (text_[at_] >= '0' && text_[at_] <= '9') || text_[at_] == '_' || text_[at_] == '*')) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  const Type* union_type() {
    std::vector<TypeRef> members{postfix_type()};
    while (take('|')) members.emplace_back(postfix_type());
    return members.size() == 1 ? members[0].get() : arena_.union_of(members);
  }
  const Type* postfix_type() {
    const Type* type = primary_type();
    while (text_.substr(at_).starts_with("[]")) {
      at_ += 2;
      type = type->is(TypeKind::string) ? &types::string_array : type == &types::integer ? &types::integer_array : arena_.array(type);
    }
    return type;
  }
  // `(any[, int]) => bool`, `any => string`, `(bool | int)`, or a name.
  const Type* primary_type() {
    if (take('(')) {
      const auto inside = at_;
      const auto* type = union_type();
      if (take(')') && !text_.substr(at_).starts_with(" =>")) return type;
      at_ = inside;
      std::vector<TypeRef> parameters;
      std::uint32_t required = 0;
      while (!take(')')) {
        bool optional = take('[');
        take(',');
        parameters.emplace_back(postfix_type());
        if (optional) expect(']'); else ++required;
        // A comma inside of the bracket belongs to the optional parameter.
        blanks();
        if (at_ < text_.size() && text_[at_] == ',') ++at_;
      }
      return lambda(parameters, required);
    }
    const auto name = word();
    const auto found = named_.find(name);
    FLEETLINT_ASSERT(found != named_.end());
    const auto* type = found->second;
    blanks();
    if (text_.substr(at_).starts_with("=>")) {
      const TypeRef parameter(type);
      return lambda({parameter}, 1);
    }
    return type;
  }
  const Type* lambda(const std::vector<TypeRef>& parameters, std::uint32_t required) {
    blanks();
    at_ += 2;
    blanks();
    return arena_.lambda(parameters, required, postfix_type());
  }

  std::string_view text_;
  const NamedTypes& named_;
  TypeArena& arena_;
  std::size_t at_ = 0;
};

}  // namespace

FunctionOverload parse_signature(std::string_view text, const NamedTypes& named, TypeArena& arena) {
  return SignatureReader(text, named, arena).overload();
}

std::string FunctionOverload::signature() const {
  std::string out = "(";
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto& parameter = parameters[i];
    const bool rest = variadic && i + 1 == parameters.size();
    if (i > 0) out += ", ";
    if (!parameter.required) out += '[';
    if (rest) out += "... : "; else { out += parameter.name; out += ": "; }
    out += type_name(*parameter.type);
    if (!parameter.required) out += ']';
  }
  out += "): ";
  return out += type_name(*result);
}

}  // namespace fleetlint::compiler
