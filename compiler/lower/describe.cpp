// The intermediate form as text, one line an expression.
#include <fmt/format.h>

#include "fleetlint/compiler/types.h"
#include "lower/lowering.h"

namespace fleetlint::compiler {

using ir::Kind;

namespace ir {

std::string_view to_string(Kind kind) {
  static constexpr std::string_view names[] = {
#define IR(Name) #Name,
#include "fleetlint/compiler/ir_kind.def"
  };
  return names[static_cast<unsigned>(kind)];
}

}  // namespace ir

namespace {

std::string_view operator_name(ir::Operator op) {
  static constexpr std::string_view names[] = {"",        "LogicalOr",       "LogicalAnd",  "Equals",
                                               "NotEquals", "EqualsInsensitive", "NotEqualsInsensitive", "LessThan",
                                               "LessThanOrEqual", "GreaterThan", "GreaterThanOrEqual", "Add",
                                               "Subtract", "Multiply", "Divide", "Modulo",
                                               "Coalesce", "Not", "Minus"};
  return names[static_cast<unsigned>(op)];
}

class Describer {
 public:
  explicit Describer(const SemanticModel& model) : model_(model) {}

  std::vector<DescribedExpression> run(const ir::Expression& program) {
    describe(program, "", "");
    return std::move(lines_);
  }

 private:
  using Children = std::vector<const ir::Expression*>;

  static Children children_of(const ir::Expression& expression) {
    Children result;
    const auto add = [&](const ir::Expression* child) {
      if (child) result.push_back(child);
    };
    if (const auto* d = expression.decorators) {
      add(d->description);
      const bool declares_type = expression.is(Kind::DeclaredParameter) || expression.is(Kind::DeclaredOutput) || expression.is(Kind::DeclaredType) ||
                                 expression.is(Kind::ObjectTypeProperty) || expression.is(Kind::ObjectTypeAdditionalProperties) ||
                                 expression.is(Kind::TupleTypeItem);
      if (declares_type) {
        for (const auto* child : {d->metadata, d->secure, d->min_length, d->max_length, d->min_value, d->max_value, d->sealed}) add(child);
      }
      add(d->exported);
    }
    for (const auto* child : expression.children) {
      if (!child->is(Kind::DeclaredAssert)) add(child);
    }
    return result;
  }

  std::string type_text(const ir::Expression& expression) const {
    const auto* type = expression.type ? expression.type : expression.source ? model_.types().type_of(expression.source) : nullptr;
    return type ? type_name(*type) : std::string();
  }

  /// A union whose members are all the same value is that value, not a union, and the union itself has no name.
  std::string union_text(const ir::Expression& expression) const {
    const auto* type = expression.type ? expression.type : expression.source ? model_.types().type_of(expression.source) : nullptr;
    return type && type->kind == TypeKind::union_of ? type_name(*type) : std::string();
  }

  std::string attributes(const ir::Expression& e) const {
    const auto one = [](std::string_view name, std::string_view value) { return fmt::format(" {{ {} = {} }}", name, value); };
    const auto member = [&] { return fmt::format("{}.{}", model_.symbol(e.symbol).name, e.text); };
    switch (e.kind) {
      case Kind::BooleanLiteral: return one("Value", e.boolean ? "True" : "False");
      case Kind::IntegerLiteral: return one("Value", fmt::format("{}", e.integer));
      case Kind::StringLiteral: return one("Value", e.text);
      case Kind::Binary:
      case Kind::Unary: return one("Operator", operator_name(e.op));
      case Kind::FunctionCall:
      case Kind::ResourceFunctionCall:
      case Kind::SynthesizedVariableReference:
      case Kind::DeclaredMetadata:
      case Kind::Extension:
      case Kind::DeclaredParameter:
      case Kind::DeclaredVariable:
      case Kind::DeclaredOutput:
      case Kind::DeclaredAssert:
      case Kind::DeclaredFunction:
      case Kind::DeclaredType:
      case Kind::UserDefinedFunctionCall:
      case Kind::SynthesizedUserDefinedFunctionCall:
      case Kind::ImportedUserDefinedFunctionCall:
      case Kind::AmbientTypeReference:
      case Kind::TypeAliasReference:
      case Kind::SynthesizedTypeAliasReference:
      case Kind::ImportedTypeReference: return one("Name", e.text);
      case Kind::FullyQualifiedAmbientTypeReference: return one("Name", fmt::format("{}.{}", e.segments[0], e.text));
      case Kind::PropertyAccess:
      case Kind::ModuleOutputPropertyAccess: return one("PropertyName", e.text);
      case Kind::VariableReference:
      case Kind::ImportedVariableReference:
      case Kind::LambdaVariableReference: return one("Variable", e.text);
      case Kind::WildcardImportVariablePropertyReference:
      case Kind::WildcardImportInstanceFunctionCall: return one("Variable", member());
      case Kind::WildcardImportTypePropertyReference: return one("Name", member());
      case Kind::ParametersReference:
      case Kind::ParametersAssignmentReference: return one("Parameter", e.text);
      case Kind::ExtensionReference:
      case Kind::ExtensionConfigAssignmentReference: return one("ExtensionAlias", e.text);
      case Kind::TypeReferencePropertyAccess:
      case Kind::TypeReferenceAdditionalPropertiesAccess:
      case Kind::TypeReferenceIndexAccess:
      case Kind::TypeReferenceItemsAccess:
      case Kind::StringLiteralType:
      case Kind::IntegerLiteralType:
      case Kind::BooleanLiteralType:
      case Kind::ResourceType:
      case Kind::ObjectType:
      case Kind::TupleType:
      case Kind::ArrayType:
      case Kind::NullableType:
      case Kind::DiscriminatedObjectType:
      case Kind::ResourceDerivedType: return one("Name", type_text(e));
      case Kind::NullLiteralType: return one("Name", type_name(types::null));
      // The reference names the union of the type with and without null, which is the type that may be null.
      case Kind::NonNullableType: return one("Name", type_text(e.child(0)));
      case Kind::UnionType: return one("Name", union_text(e));
      default: return {};
    }
  }

  /// The reference draws its tree by comparing values, so that a literal equal to its last sibling looks like the last one
  /// (golden LoadFunctions_CRLF: `[true, true]`).
  static bool same_leaf(const ir::Expression& a, const ir::Expression& b) {
    return a.kind == b.kind && a.source == b.source && a.children.empty() && b.children.empty() && a.text == b.text && a.integer == b.integer &&
           a.boolean == b.boolean && a.kind != Kind::Object && a.kind != Kind::Array;
  }

  void describe(const ir::Expression& expression, const std::string& front, const std::string& below) {
    std::string text = front;
    text += ir::to_string(expression.kind);
    text += "Expression" + attributes(expression);
    if (!expression.source) text += " [UNPARENTED]";
    const bool own = expression.source && &expression.source.tree() == &model_.tree();
    lines_.push_back({own ? expression.source.span() : Span{0, 0}, std::move(text)});
    const auto children = children_of(expression);
    for (std::size_t i = 0; i < children.size(); ++i) {
      const bool last = i + 1 == children.size() || same_leaf(*children[i], *children.back());
      describe(*children[i], below + (last ? "└─" : "├─"), below + (last ? "  " : "| "));
    }
  }

  const SemanticModel& model_;
  std::vector<DescribedExpression> lines_;
};

}  // namespace

std::vector<DescribedExpression> describe_ir(const SemanticModel& model) {
  Lowering lowering(model);
  return Describer(model).run(*lowering.lower_program());
}

}  // namespace fleetlint::compiler
