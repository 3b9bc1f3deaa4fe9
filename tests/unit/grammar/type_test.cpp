#include <gtest/gtest.h>

#include "tree_shape.h"

namespace fleetlint::syntax {
namespace {

TEST(Types, NameThings) {
  EXPECT_EQ(type_shape("string"), "string");
  EXPECT_EQ(type_shape("sys.string"), "TypePropertyAccess(sys . string)");
  EXPECT_EQ(type_shape("a.b.*"), "TypeAdditionalPropertiesAccess(TypePropertyAccess(a . b) . *)");
  EXPECT_EQ(type_shape("a[*][0]"), "TypeArrayAccess(TypeItemsAccess(a [ * ]) [ 0 ])");
}

TEST(Types, ComeInArrays) {
  EXPECT_EQ(type_shape("string[]"), "ArrayType(ArrayTypeMember(string) [ ])");
  EXPECT_EQ(type_shape("string[][]?"),
            "NullableType(ArrayType(ArrayTypeMember(ArrayType(ArrayTypeMember(string) [ ])) [ ]) ?)");
  EXPECT_EQ(type_shape("(string?)[]"),
            "ArrayType(ArrayTypeMember(ParenthesizedType(( NullableType(string ?) ))) [ ])");
  EXPECT_EQ(type_shape("a!?"), "NullableType(NonNullableType(a !) ?)");
}

TEST(Types, ListLiterals) {
  EXPECT_EQ(type_shape("'a' | 'b'"),
            "UnionType(UnionTypeMember(StringTypeLiteral('a')) | UnionTypeMember(StringTypeLiteral('b')))");
  EXPECT_EQ(type_shape("-1 | null | !true"),
            "UnionType(UnionTypeMember(UnaryTypeOperation(- IntegerTypeLiteral(1))) | "
            "UnionTypeMember(NullTypeLiteral(null)) | "
            "UnionTypeMember(UnaryTypeOperation(! BooleanTypeLiteral(true))))");
  EXPECT_EQ(type_shape("\n  | 'a'\n  | b"),
            "UnionType(; | UnionTypeMember(StringTypeLiteral('a')) ; | UnionTypeMember(b))");
  EXPECT_EQ(type_shape("'a' |\n"), "UnionType(UnionTypeMember(StringTypeLiteral('a')) | _) !BCP300");
}

TEST(Types, DescribeObjectsAndTuples) {
  EXPECT_EQ(type_shape("{ a: string, 'b': int?, *: bool }"),
            "ObjectType({ ObjectTypeProperty(a : string) , ObjectTypeProperty('b' : NullableType(int ?)) , "
            "ObjectTypeAdditionalProperties(* : bool) })");
  EXPECT_EQ(type_shape("{\n  @secure()\n  a: string\n}"),
            "ObjectType({ ; ObjectTypeProperty(Decorator(@ FunctionCall(secure ( ))) ; a : string) ; })");
  EXPECT_EQ(
      type_shape("[\n  @x()\n  string\n  int\n]"),
      "TupleType([ ; TupleTypeItem(Decorator(@ FunctionCall(x ( ))) ; string) ; TupleTypeItem(int) ; ])");
}

TEST(Types, ComeFromResources) {
  EXPECT_EQ(type_shape("resource 'a/b@1'"), "ResourceType(resource 'a/b@1')");
  EXPECT_EQ(
      type_shape("resource<'a/b@1'>"),
      "ParameterizedTypeInstantiation(resource < ParameterizedTypeArgument(StringTypeLiteral('a/b@1')) >)");
  EXPECT_EQ(type_shape("resourceInput<'a/b@1'>.properties"),
            "TypePropertyAccess(ParameterizedTypeInstantiation(resourceInput < "
            "ParameterizedTypeArgument(StringTypeLiteral('a/b@1')) >) . properties)");
  EXPECT_EQ(type_shape("sys.resourceOutput<'x'>"),
            "InstanceParameterizedTypeInstantiation(sys . resourceOutput < "
            "ParameterizedTypeArgument(StringTypeLiteral('x')) >)");
  EXPECT_EQ(type_shape("resource"), "ResourceType(resource _) !BCP068");
  EXPECT_EQ(shape("output o resource = x"), "OutputDeclaration(output o ResourceType(resource) = x)");
}

TEST(Types, AreMissing) {
  EXPECT_EQ(type_shape(""), "_ !BCP279");
  EXPECT_EQ(type_shape("= 1"), "_ !BCP279");
  EXPECT_EQ(type_shape("resource<'a'"),
            "ParameterizedTypeInstantiation(resource < ParameterizedTypeArgument(StringTypeLiteral('a')) _) "
            "!BCP018");
  EXPECT_EQ(type_shape("{ 1: a }"), "ObjectType({ ObjectTypeProperty(?(1) : a) }) !BCP317");
}

}  // namespace
}  // namespace fleetlint::syntax
