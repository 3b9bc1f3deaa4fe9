#include <gtest/gtest.h>

#include "tree_shape.h"

namespace fleetlint::syntax {
namespace {

TEST(Expressions, BindAsTightlyAsTheReferenceSays) {
  EXPECT_EQ(expression_shape("1 + 2 * 3"), "BinaryOperation(1 + BinaryOperation(2 * 3))");
  EXPECT_EQ(expression_shape("1 - 2 - 3"), "BinaryOperation(BinaryOperation(1 - 2) - 3)");
  EXPECT_EQ(expression_shape("a == b && c < d || e"),
            "BinaryOperation(BinaryOperation(BinaryOperation(a == b) && BinaryOperation(c < d)) || e)");
  EXPECT_EQ(expression_shape("a ?? b ?? c"), "BinaryOperation(BinaryOperation(a ?? b) ?? c)");
  EXPECT_EQ(expression_shape("a || b ?? c"), "BinaryOperation(BinaryOperation(a || b) ?? c)");
  EXPECT_EQ(expression_shape("!a.b"), "UnaryOperation(! PropertyAccess(a . b))");
  EXPECT_EQ(expression_shape("-1 % -x"), "BinaryOperation(UnaryOperation(- 1) % UnaryOperation(- x))");
}

TEST(Expressions, ChooseByTernary) {
  EXPECT_EQ(expression_shape("a ? b : c ? d : e"), "TernaryOperation(a ? b : TernaryOperation(c ? d : e))");
  EXPECT_EQ(expression_shape("a\n  ? b\n  : c"), "TernaryOperation(a ; ? b ; : c)");
}

TEST(Expressions, ReachMembers) {
  EXPECT_EQ(expression_shape("a.b.?c"), "PropertyAccess(PropertyAccess(a . b) . ? c)");
  EXPECT_EQ(expression_shape("a[0][?'x'][^1][?^i]"),
            "ArrayAccess(ArrayAccess(ArrayAccess(ArrayAccess(a [ 0 ]) [ ? 'x' ]) [ ^ 1 ]) [ ? ^ i ])");
  EXPECT_EQ(expression_shape("a::b!.c"), "PropertyAccess(NonNullAssertion(ResourceAccess(a :: b) !) . c)");
  EXPECT_EQ(expression_shape("this.exists()"), "InstanceFunctionCall(this . exists ( ))");
  EXPECT_EQ(expression_shape("base.param"), "PropertyAccess(base . param)");
}

TEST(Expressions, CallFunctions) {
  EXPECT_EQ(expression_shape("f()"), "FunctionCall(f ( ))");
  EXPECT_EQ(expression_shape("f(a, b)"), "FunctionCall(f ( a , b ))");
  EXPECT_EQ(expression_shape("f(\n  a,\n  b\n)"), "FunctionCall(f ( ; a , ; b ; ))");
  EXPECT_EQ(expression_shape("f(\n  a, // one\n  // two\n  b\n)"), "FunctionCall(f ( ; a , ; ; b ; ))");
  EXPECT_EQ(expression_shape("x.f(1)"), "InstanceFunctionCall(x . f ( 1 ))");
}

TEST(Expressions, MakeLambdas) {
  EXPECT_EQ(expression_shape("map(a, x => x)"), "FunctionCall(map ( a , Lambda(x => x) ))");
  EXPECT_EQ(expression_shape("() => 1"), "Lambda(VariableBlock(( )) => 1)");
  EXPECT_EQ(expression_shape("(a, b) =>\n  { c: a }"),
            "Lambda(VariableBlock(( a , b )) => ; Object({ ObjectProperty(c : a) }))");
  EXPECT_EQ(expression_shape("(a.b, c) => 1"),
            "Lambda(VariableBlock(( ?(PropertyAccess(a . b)) , c )) => 1)");
}

TEST(Expressions, WriteLiterals) {
  EXPECT_EQ(expression_shape("[1, 'a', true, null]"), "Array([ 1 , 'a' , true , null ])");
  EXPECT_EQ(expression_shape("[\n  1\n  ...x\n]"), "Array([ ; 1 ; SpreadExpression(... x) ; ])");
  EXPECT_EQ(expression_shape("{ a: 1, 'b c': 2, '${d}': 3, ...e }"),
            "Object({ ObjectProperty(a : 1) , ObjectProperty('b c' : 2) , ObjectProperty(String('${ d }') : "
            "3) , SpreadExpression(... e) })");
  EXPECT_EQ(expression_shape("{\n  resource: 1\n  for: 2\n}"),
            "Object({ ; ObjectProperty(resource : 1) ; ObjectProperty(for : 2) ; })");
  EXPECT_EQ(expression_shape("18446744073709551615"), "18446744073709551615");
  EXPECT_EQ(expression_shape("18446744073709551616"), "?(18446744073709551616) !BCP010");
}

TEST(Expressions, Loop) {
  EXPECT_EQ(expression_shape("[for x in xs: x]"), "For([ for x in xs : x ])");
  EXPECT_EQ(expression_shape("[for (x, i) in xs: { a: i }]"),
            "For([ for VariableBlock(( x , i )) in xs : Object({ ObjectProperty(a : i) }) ])");
  EXPECT_EQ(expression_shape("[\n  for x in xs: x\n]"), "For([ ; for x in xs : x ; ])");
}

TEST(Expressions, InterpolateStrings) {
  EXPECT_EQ(expression_shape("'a${b}c${d.e}f'"), "String('a${ b }c${ PropertyAccess(d . e) }f')");
  EXPECT_EQ(expression_shape("$'''\nx${y}\n'''"), "String($'''\nx${ y }\n''')");
}

TEST(Expressions, HoldOneExpressionInParentheses) {
  EXPECT_EQ(expression_shape("(a)"), "ParenthesizedExpression(( a ))");
  EXPECT_EQ(expression_shape("()"), "ParenthesizedExpression(( _ )) !BCP243");
  EXPECT_EQ(expression_shape("(a, b)"), "ParenthesizedExpression(( ?(a , b) )) !BCP243");
  EXPECT_EQ(expression_shape("(a"), "ParenthesizedExpression(( a _) !BCP018");
}

TEST(Expressions, RecoverAtTheNextPlaceThatMakesSense) {
  EXPECT_EQ(expression_shape("a +"), "BinaryOperation(a + _) !BCP009");
  EXPECT_EQ(expression_shape("a ? b"), "TernaryOperation(a ? b _ _) !BCP018");
  EXPECT_EQ(expression_shape("a."), "PropertyAccess(a . _) !BCP020");
  EXPECT_EQ(expression_shape("a[]"), "ArrayAccess(a [ _ ]) !BCP117");
  EXPECT_EQ(expression_shape("f(a b)"), "FunctionCall(f ( a _ b )) !BCP236");
  EXPECT_EQ(expression_shape("f(a,)"), "FunctionCall(f ( a , _ )) !BCP009");
  EXPECT_EQ(expression_shape("f(\n  a\n  b\n)"), "FunctionCall(f ( ; a _ ; b ; )) !BCP237");
  EXPECT_EQ(expression_shape("f(a"), "FunctionCall(f ( a _) !BCP018");
  EXPECT_EQ(expression_shape("a.?f()"), "InstanceFunctionCall(a . ?(? f) ( )) !BCP322");
  EXPECT_EQ(expression_shape("[1,\n 2]"), "Array([ 1 , _ ; 2 ]) !BCP238");
  EXPECT_EQ(expression_shape("{ a b: 1\n c: 2 }"),
            "Object({ ObjectProperty(a ?(b : 1) _) ; ObjectProperty(c : 2) }) !BCP018 !BCP009");
  EXPECT_EQ(expression_shape("'${{}}'").substr(0, 2), "?(");
  EXPECT_EQ(expression_shape("'${a b}'"), "String('${ ?(a ?(b)) }') !BCP064");
  EXPECT_EQ(expression_shape("'${}'"), "String('${ _ }') !BCP009");
  EXPECT_EQ(expression_shape("[for (x) in xs: x]"), "For([ for ?(VariableBlock(( x ))) in xs : x ]) !BCP249");
  EXPECT_EQ(expression_shape("[for in xs: x]"), "For([ for in ?(xs : x) _ _ _ ]) !BCP012 !BCP009");
}

}  // namespace
}  // namespace fleetlint::syntax
