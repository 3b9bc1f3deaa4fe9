#include <gtest/gtest.h>

#include "tree_shape.h"

namespace fleetlint::syntax {
namespace {

std::string parameters_shape(std::string_view text) { return shape(text, FileKind::parameter_file); }

TEST(Declarations, OfATemplate) {
  EXPECT_EQ(shape("targetScope = 'subscription'"), "TargetScope(targetScope = 'subscription')");
  EXPECT_EQ(shape("metadata a = { b: 1 }"),
            "MetadataDeclaration(metadata a = Object({ ObjectProperty(b : 1) }))");
  EXPECT_EQ(shape("param a string = 'x'"),
            "ParameterDeclaration(param a string ParameterDefaultValue(= 'x'))");
  EXPECT_EQ(shape("var a = 1\nvar b int = 2"),
            "VariableDeclaration(var a = 1) ; VariableDeclaration(var b int = 2)");
  EXPECT_EQ(shape("output a int = 1"), "OutputDeclaration(output a int = 1)");
  EXPECT_EQ(shape("type t = string"), "TypeDeclaration(type t = string)");
  EXPECT_EQ(shape("assert a = true"), "AssertDeclaration(assert a = true)");
  EXPECT_EQ(shape("test a 'x.bicep' = {}"), "TestDeclaration(test a 'x.bicep' = Object({ }))");
}

TEST(Declarations, OfFunctions) {
  EXPECT_EQ(shape("func f(a int, b string) bool => a > 1"),
            "FunctionDeclaration(func f TypedLambda(TypedVariableBlock(( TypedLocalVariable(a int) , "
            "TypedLocalVariable(b string) )) bool => "
            "BinaryOperation(a > 1)))");
  EXPECT_EQ(shape("func f(\n  a int\n) int =>\n  a"),
            "FunctionDeclaration(func f TypedLambda(TypedVariableBlock(( ; TypedLocalVariable(a int) ; )) "
            "int => ; a))");
}

TEST(Declarations, OfResources) {
  EXPECT_EQ(shape("resource a 'T' = {}"), "ResourceDeclaration(resource a 'T' = Object({ }))");
  EXPECT_EQ(shape("resource a 'T' existing = {}"),
            "ResourceDeclaration(resource a 'T' existing = Object({ }))");
  EXPECT_EQ(
      shape("resource a 'T' = if (b) {}"),
      "ResourceDeclaration(resource a 'T' = IfCondition(if ParenthesizedExpression(( b )) Object({ })))");
  EXPECT_EQ(
      shape("resource a 'T' =\n  if (b) {}"),
      "ResourceDeclaration(resource a 'T' = ; IfCondition(if ParenthesizedExpression(( b )) Object({ })))");
  EXPECT_EQ(shape("resource a 'T' = [for x in y: if (x) {}]"),
            "ResourceDeclaration(resource a 'T' = For([ for x in y : IfCondition(if "
            "ParenthesizedExpression(( x )) Object({ })) ]))");
  EXPECT_EQ(shape("resource a 'T' = {\n  @b()\n  resource c 'U' = {}\n}"),
            "ResourceDeclaration(resource a 'T' = Object({ ; ResourceDeclaration(Decorator(@ FunctionCall(b "
            "( ))) ; resource c 'U' = Object({ })) ; }))");
  EXPECT_EQ(shape("module m './x.bicep' = [for i in range(0, 2): {}]"),
            "ModuleDeclaration(module m './x.bicep' = For([ for i in FunctionCall(range ( 0 , 2 )) : "
            "Object({ }) ]))");
  EXPECT_EQ(shape("module m './x.bicep' = { a: { resource b 'c' = {} } }").find("ResourceDeclaration"),
            std::string::npos);
}

TEST(Declarations, OfImportsAndExtensions) {
  EXPECT_EQ(shape("import { a, b as c, 'd' as e } from 'x'"),
            "CompileTimeImportDeclaration(import ImportedSymbolsList({ ImportedSymbolsListItem(a) , "
            "ImportedSymbolsListItem(b AliasAsClause(as c)) , "
            "ImportedSymbolsListItem('d' AliasAsClause(as e)) }) CompileTimeImportFromClause(from 'x'))");
  EXPECT_EQ(shape("import * as a from 'x'"),
            "CompileTimeImportDeclaration(import WildcardImport(* AliasAsClause(as a)) "
            "CompileTimeImportFromClause(from 'x'))");
  EXPECT_EQ(shape("extension a"), "ExtensionDeclaration(extension a _ _)");
  EXPECT_EQ(shape("extension 'br:x' with { b: 1 } as c"),
            "ExtensionDeclaration(extension 'br:x' ExtensionWithClause(with Object({ ObjectProperty(b : 1) "
            "})) AliasAsClause(as c))");
  EXPECT_EQ(shape("extension a as b"), "ExtensionDeclaration(extension a _ AliasAsClause(as b))");
  EXPECT_EQ(shape("import 'x' as y"), "ExtensionDeclaration(import 'x' _ AliasAsClause(as y))");
  for (const std::string_view text : {"extension a", "extension a as b", "import 'x'"})
    EXPECT_EQ(errors_of(text), "") << text;
}

TEST(Declarations, OfParameterFiles) {
  EXPECT_EQ(parameters_shape("using 'main.bicep'"), "UsingDeclaration(using 'main.bicep' _)");
  EXPECT_EQ(parameters_shape("using none"), "UsingDeclaration(using NoneLiteral(none) _)");
  EXPECT_EQ(parameters_shape("using 'a' with { b: 1 }"),
            "UsingDeclaration(using 'a' UsingWithClause(with Object({ ObjectProperty(b : 1) })))");
  EXPECT_EQ(parameters_shape("extends 'base.bicepparam'"), "ExtendsDeclaration(extends 'base.bicepparam')");
  EXPECT_EQ(parameters_shape("param a = 1"), "ParameterAssignment(param a = 1)");
  EXPECT_EQ(parameters_shape("extensionConfig a with { b: 1 }"),
            "ExtensionConfigAssignment(extensionConfig a ExtensionWithClause(with Object({ ObjectProperty(b "
            ": 1) })))");
  EXPECT_EQ(parameters_shape("var a = 1\ntype t = int"),
            "VariableDeclaration(var a = 1) ; TypeDeclaration(type t = int)");
  EXPECT_EQ(errors_of("resource a 'b' = {}", FileKind::parameter_file), "BCP337@0-8");
  EXPECT_EQ(errors_of("using", FileKind::parameter_file), "BCP354@5-5");
  EXPECT_EQ(errors_of("using 'a${b}'", FileKind::parameter_file), "BCP354@6-6");
  EXPECT_EQ(errors_of("extends", FileKind::parameter_file), "BCP404@7-7");
  EXPECT_EQ(file_kind_of("a/main.bicepparam"), FileKind::parameter_file);
  EXPECT_EQ(file_kind_of("a/main.bicep"), FileKind::template_file);
}

TEST(Declarations, TakeDecorators) {
  EXPECT_EQ(shape("@a()\n\n@sys.b(1)\nparam p int"),
            "ParameterDeclaration(Decorator(@ FunctionCall(a ( ))) ; Decorator(@ InstanceFunctionCall(sys . "
            "b ( 1 ))) ; param p int)");
  EXPECT_EQ(shape("@a()\n"), "MissingDeclaration(Decorator(@ FunctionCall(a ( ))) ;)");
  EXPECT_EQ(errors_of("@a() param p int"), "BCP019@5-10");
  EXPECT_EQ(errors_of("@\nparam p int"), "BCP123@1-1");
}

TEST(Declarations, AreFollowedByALineBreak) {
  EXPECT_EQ(errors_of("var a = 1 var b = 2\nvar c = 3"), "BCP019@10-13");
  EXPECT_EQ(shape("var a = 1 var b = 2\nvar c = 3"),
            "VariableDeclaration(var a = 1) ?(var b = 2 ;) VariableDeclaration(var c = 3)");
}

TEST(Declarations, ReportWhatIsMissingOnce) {
  EXPECT_EQ(errors_of("param"), "BCP013@5-5");
  EXPECT_EQ(errors_of("param\nvar"), "BCP013@5-5 BCP015@9-9");
  EXPECT_EQ(errors_of("resource"), "BCP017@8-8");
  EXPECT_EQ(errors_of("resource a"), "BCP068@10-10");
  EXPECT_EQ(errors_of("resource a 'b' ="), "BCP118@16-16");
  EXPECT_EQ(errors_of("module a 'b' = if"), "BCP018@17-17");
  EXPECT_EQ(errors_of("output o"), "BCP279@8-8");
  EXPECT_EQ(errors_of("output o int"), "BCP018@12-12");
  EXPECT_EQ(errors_of("type"), "BCP325@4-4");
  EXPECT_EQ(errors_of("func f"), "BCP018@6-6");
  EXPECT_EQ(errors_of("param a int b"), "BCP008@12-13");
  EXPECT_EQ(errors_of("import"), "BCP354@6-6 BCP012@6-6");
  EXPECT_EQ(errors_of("extension a foo"), "BCP305@12-15");
  EXPECT_EQ(errors_of("hello"), "BCP007@0-5");
  EXPECT_EQ(errors_of("resource a 'b' = [for x in y: 1]"), "BCP167@30-31");
}

TEST(Declarations, KnowTheirParts) {
  const std::string text = "@d()\nresource a 'T' existing = if (c) { name: 'n' }\n";
  const auto tree = parse(text, FileKind::template_file);
  const auto resource = tree.root().child(NodeKind::ResourceDeclaration);
  ASSERT_TRUE(resource);
  EXPECT_EQ(resource.name_text(), "a");
  EXPECT_EQ(resource.part(Role::type).text(), "'T'");
  EXPECT_TRUE(resource.token(TokenKind::KeywordExisting));
  const auto condition = resource.part(Role::body);
  EXPECT_EQ(condition.part(Role::condition).part(Role::value).text(), "c");
  const auto property = condition.part(Role::body).child(NodeKind::ObjectProperty);
  EXPECT_EQ(property.name_text(), "name");
  EXPECT_EQ(literal_string(property.part(Role::value)), "n");
  EXPECT_EQ(resource.child(NodeKind::Decorator).part(Role::value).name_text(), "d");
  EXPECT_FALSE(resource.contains_error());
}

}  // namespace
}  // namespace fleetlint::syntax
