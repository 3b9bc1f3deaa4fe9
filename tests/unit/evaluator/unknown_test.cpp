// What stays known when arguments are not.
#include <gtest/gtest.h>

#include "expression_support.h"

namespace fleetlint::eval::test {
namespace {

constexpr std::string_view parameters = R"({
  "s": {"$unknown": {"type": "string"}},
  "env": {"$unknown": {"type": "string", "oneOf": ["dev", "prod"]}},
  "n": {"$unknown": {"type": "int", "minValue": 1, "maxValue": 3}},
  "b": {"$unknown": {"type": "bool"}},
  "list": {"$unknown": {"type": "array"}},
  "map": {"$unknown": {"type": "object"}},
  "maybe": {"$unknown": {"type": "string", "nullable": true}},
  "secret": {"$unknown": {"type": "string", "secret": true}}
})";

std::string known(std::string_view expression) { return evaluate_with(parameters, expression); }

/// The facts of an unknown result.
struct Facts {
  explicit Facts(std::string_view expression) : evaluated(expression, around()) {}
  static Surrounding around() {
    Surrounding s;
    s.parameters = parameters;
    return s;
  }
  const Unknown& operator*() const { return evaluated.value.as_unknown(); }
  const Unknown* operator->() const { return &evaluated.value.as_unknown(); }
  Evaluated evaluated;
};

TEST(Unknowns, DecideWhatTheyCan) {
  EXPECT_EQ(known("[length(uniqueString(parameters('s')))]"), "13");
  EXPECT_EQ(known("[equals(concat('abc', parameters('s')), 'ab')]"), "false");
  EXPECT_EQ(known("[equals(toLower(parameters('s')), toLower(parameters('s')))]"), "true");
  EXPECT_EQ(known("[and(parameters('b'), false())]"), "false");
  EXPECT_EQ(known("[or(equals(parameters('s'), 'x'), true())]"), "true");
  EXPECT_EQ(known("[if(parameters('b'), 'x', 'x')]"), "\"x\"");
  EXPECT_EQ(known("[createObject('k', parameters('s'), 'j', 2).j]"), "2");
  EXPECT_EQ(known("[contains(union(createArray('x'), parameters('list')), 'x')]"), "true");
  EXPECT_EQ(known("[take(concat('abcdef', parameters('s')), 3)]"), "\"abc\"");
  EXPECT_EQ(known("[last(concat(parameters('list'), createArray(1)))]"), "1");
  EXPECT_EQ(known("[max(parameters('n'), 5)]"), "5");
  EXPECT_EQ(known("[mul(parameters('n'), 0)]"), "0");
  EXPECT_EQ(known("[less(parameters('n'), 4)]"), "true");
  EXPECT_EQ(known("[startsWith(concat('abc', parameters('s')), 'AB')]"), "true");
  EXPECT_EQ(known("[contains(createArray('dev', 'prod'), parameters('env'))]"), "true");
  EXPECT_EQ(known("[if(equals(parameters('env'), 'test'), 1, 2)]"), "2");
  EXPECT_EQ(known("[split(concat('a/b/', parameters('s')), '/')[1]]"), "\"b\"");
  EXPECT_EQ(known("[tryGet(createObject('a', parameters('s')), 'b')]"), "null");
  EXPECT_EQ(known("[like(concat('vm-', parameters('s'), '-x'), 'VM-*-X')]"), "true");
  EXPECT_EQ(known("[map(range(parameters('n'), 2), lambda('x', 7))]"), "[7,7]");
}

TEST(Unknowns, DoNotDecideWhatTheyCannot) {
  EXPECT_TRUE(Facts("[like(concat('vm-', parameters('s'), '-x'), 'vm-*y*-x')]").evaluated.value.is_unknown());
  EXPECT_TRUE(Facts("[like(concat('a', parameters('s')), 'a*a')]").evaluated.value.is_unknown());
  EXPECT_TRUE(Facts("[map(parameters('list'), lambda('x', 7))]").evaluated.value.is_unknown());
  // Parts of a merged object are different unknowns, and none is the whole; the same part is itself.
  for (const std::string merged : {"union(json(parameters('s')), createObject('a', createObject('x', 1), 'b', createObject('x', 1)))",
                                   "union(createObject('a', createObject('x', 1), 'b', createObject('x', 1)), json(parameters('s')))",
                                   "shallowMerge(createArray(createObject('a', 1, 'b', 1), json(parameters('s'))))"}) {
    EXPECT_TRUE(Facts("[equals(" + merged + ".a, " + merged + ".b)]").evaluated.value.is_unknown()) << merged;
    EXPECT_TRUE(Facts("[equals(" + merged + ", " + merged + ".a)]").evaluated.value.is_unknown()) << merged;
    EXPECT_EQ(known("[equals(" + merged + ".a, " + merged + ".a)]"), "true") << merged;
  }
}

TEST(Unknowns, KeepFacts) {
  const Facts name("[concat('vm-', parameters('s'), '-x')]");
  EXPECT_EQ(name->prefix, "vm-");
  EXPECT_EQ(name->suffix, "-x");
  EXPECT_EQ(name->min_length, 5);
  const Facts sum("[add(parameters('n'), 10)]");
  EXPECT_EQ(sum->min_value, 11);
  EXPECT_EQ(sum->max_value, 13);
  const Facts sku("[if(equals(parameters('env'), 'prod'), 'P1', 'S1')]");
  EXPECT_EQ(sku->one_of.size(), 2u);
  const Facts cased("[toUpper(concat(parameters('env'), '-a'))]");
  EXPECT_EQ(cased->one_of.size(), 2u);
  const Facts index("[indexOf(parameters('s'), 'c')]");
  EXPECT_EQ(index->min_value, -1);
  const Facts text("[format('{0}/{1}', 'a', parameters('s'))]");
  EXPECT_EQ(text->prefix, "a/");
  EXPECT_EQ(text->reason, UnknownReason::missing_parameter);
}

TEST(Unknowns, FailOnlyWhenCertain) {
  EXPECT_EQ(known("[div(parameters('n'), 0)]"), "!divide-by-zero");
  EXPECT_EQ(known("[add(parameters('s'), 1)]"), "!arg-type");
  EXPECT_EQ(known("[createArray(1, 2)[add(parameters('n'), 5)]]"), "!index-out-of-bounds");
  EXPECT_EQ(known("[if(parameters('b'), div(1, 0), 7)]"), "7");
  EXPECT_TRUE(Facts("[div(1, sub(parameters('n'), 2))]").evaluated.value.is_unknown());
  EXPECT_EQ(Facts("[div(1, sub(parameters('n'), 2))]").evaluated.value.failure(), nullptr);
  EXPECT_EQ(Facts("[map(parameters('list'), lambda('x', div(1, 0)))]").evaluated.value.failure(), nullptr);
}

TEST(Unknowns, MayBeNull) {
  EXPECT_EQ(Facts("[coalesce(parameters('maybe'), 'd')]")->kinds, KindSet::of(ValueKind::string));
  EXPECT_TRUE(Facts("[tryGet(parameters('map'), 'a')]")->kinds.may_be(ValueKind::null));
  EXPECT_EQ(known("[coalesce('x', parameters('maybe'))]"), "\"x\"");
}

TEST(Unknowns, AreNotTheSameInALambda) {
  // Each item is another value: two results of one lambda must not count as equal.
  EXPECT_TRUE(Evaluated("[equals(first(map(parameters('list'), lambda('x', lambdaVariables('x')))), last(map(parameters('list'), lambda('x', lambdaVariables('x')))))]", Facts::around()).value.is_unknown());
}

TEST(Unknowns, TellTheExpressionThatIsLeft) {
  EXPECT_EQ(expression_text(Facts("[concat(toUpper('a'), parameters('s'))]").evaluated.value), "concat('A', parameters('s'))");
  EXPECT_EQ(expression_text(Facts("[parameters('map').a['b c'][0]]").evaluated.value), "parameters('map').a['b c'][0]");
}

TEST(Secrets, StaySecret) {
  const Facts key("[concat('AccountKey=', listKeys('/x', '2020-01-01').keys[0].value)]");
  EXPECT_TRUE(key.evaluated.value.is_secret());
  EXPECT_EQ(key->prefix, "AccountKey=");
  EXPECT_TRUE(Facts("[base64(parameters('secret'))]").evaluated.value.is_secret());
  EXPECT_TRUE(Evaluated("[string(createObject('a', parameters('secret')))]", Facts::around()).value.is_secret());
  const Evaluated object("[createObject('a', parameters('secret'), 'b', 1)]", Facts::around());
  EXPECT_FALSE(object.value.is_secret());
  EXPECT_TRUE(object.value.find("a")->is_secret());
}

TEST(Limits, BoundTimeAndMemory) {
  Surrounding around;
  around.variables = R"({"a": "[concat('xxxxxxxxxxxxxxxx', 'y')]", "b": "[concat(variables('a'), variables('a'), variables('a'), variables('a'))]", "c": "[concat(variables('b'), variables('b'), variables('b'), variables('b'))]",
    "d": "[concat(variables('c'), variables('c'), variables('c'), variables('c'), variables('c'), variables('c'), variables('c'), variables('c'))]",
    "e": "[concat(variables('d'), variables('d'), variables('d'), variables('d'), variables('d'), variables('d'), variables('d'), variables('d'))]",
    "f": "[concat(variables('e'), variables('e'), variables('e'), variables('e'), variables('e'), variables('e'), variables('e'), variables('e'))]",
    "g": "[concat(variables('f'), variables('f'), variables('f'), variables('f'), variables('f'), variables('f'), variables('f'), variables('f'))]",
    "l": "[createArray(variables('a'), variables('a'))]", "m": "[createArray(variables('l'), variables('l'), variables('l'), variables('l'))]", "o": "[createArray(variables('m'), variables('m'), variables('m'), variables('m'))]",
    "p": "[createArray(variables('o'), variables('o'), variables('o'), variables('o'), variables('o'), variables('o'), variables('o'))]", "q": "[createArray(variables('p'), variables('p'), variables('p'), variables('p'), variables('p'), variables('p'), variables('p'))]",
    "r": "[createArray(variables('q'), variables('q'), variables('q'), variables('q'), variables('q'), variables('q'), variables('q'))]", "t": "[createArray(variables('r'), variables('r'), variables('r'), variables('r'), variables('r'), variables('r'), variables('r'))]"})";
  const Evaluated text("[variables('g')]", around), shared("[string(variables('t'))]", around);
  ASSERT_TRUE(text.value.is_unknown());
  EXPECT_EQ(text.value.as_unknown().reason, UnknownReason::limit);
  ASSERT_TRUE(shared.value.is_unknown());
  EXPECT_EQ(shared.value.as_unknown().reason, UnknownReason::limit);
  around.limits.evaluation_steps = 5'000;
  const Evaluated loop("[map(range(0, 10000), lambda('x', add(lambdaVariables('x'), 1)))[9999]]", around);
  ASSERT_TRUE(loop.value.is_unknown());
  EXPECT_EQ(loop.value.as_unknown().reason, UnknownReason::limit);
}

}  // namespace
}  // namespace fleetlint::eval::test
