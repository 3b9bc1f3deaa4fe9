#include "fleetlint/compiler/types.h"

#include <gtest/gtest.h>

#include "fleetlint/compiler/function_table.h"

namespace fleetlint::compiler {
namespace {

TEST(Types, UnionsAreFlatSortedAndWithoutDuplicates) {
  TypeArena arena;
  const auto* inner = arena.union_of({arena.string_literal("b"), arena.string_literal("a")});
  EXPECT_EQ(type_name(*arena.union_of({inner, arena.string_literal("a"), &types::null})), "'a' | 'b' | null");
  EXPECT_EQ(type_name(*arena.union_of({arena.string_literal("a")})), "'a'");
  EXPECT_TRUE(arena.union_of({&types::any, &types::string})->is_any());
}

TEST(Types, NamesAreThoseOfTheReference) {
  TypeArena arena;
  EXPECT_EQ(type_name(*arena.array(arena.union_of({&types::string, &types::integer}))), "(int | string)[]");
  EXPECT_EQ(type_name(*arena.object("", {{"b", &types::integer, PropertyFlag::required, ""}, {"a", &types::string, {}, ""}})), "{ b: int, a: string }");
  EXPECT_EQ(quote_bicep_string("it's ${x}\n"), "'it\\'s \\${x}\\n'");
}

TEST(Types, AssignmentIsBySort) {
  TypeArena arena;
  EXPECT_TRUE(is_assignable(*arena.string_literal("a"), types::string));
  EXPECT_FALSE(is_assignable(types::string, *arena.string_literal("a")));
  EXPECT_TRUE(is_assignable(types::loose_string, *arena.string_literal("a")));
  EXPECT_FALSE(is_assignable(*arena.nullable(&types::string), types::string));
  EXPECT_TRUE(is_assignable(types::null, *arena.nullable(&types::string)));
  EXPECT_TRUE(is_assignable(types::any, types::integer));
}

TEST(Types, CollapseFindsOneTypeForManyLiterals) {
  TypeArena arena;
  const auto* type = collapse(*arena.union_of({arena.string_literal("a"), &types::string}), arena);
  ASSERT_NE(type, nullptr);
  EXPECT_EQ(type_name(*type), "string");
}

TEST(Types, SecureIsFoundAnywhereInside) {
  TypeArena arena;
  const auto* object = arena.object("", {{"key", &types::secure_string, PropertyFlag::required, ""}});
  EXPECT_TRUE(is_or_contains_secure(*arena.array(object)));
  EXPECT_FALSE(is_or_contains_secure(types::string));
}

TEST(FunctionTable, OverloadsAreFoundByNameAndWildcard) {
  const auto& system = system_functions(FunctionsFor::bicep_file);
  ASSERT_FALSE(system.find("padLeft").empty());
  EXPECT_EQ(system.find("padLeft")[0]->signature(), "(valueToPad: int | string, totalLength: int, [paddingCharacter: string]): string");
  EXPECT_TRUE(system.find("noSuchFunction").empty());
  EXPECT_FALSE(azure_resource_methods(false).find("listKeys").empty());
  EXPECT_FALSE(azure_functions(FunctionsFor::parameters_file).find("getSecret").empty());
}

}  // namespace
}  // namespace fleetlint::compiler
