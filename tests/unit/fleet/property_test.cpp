#include "fleetlint/fleet/property.h"

#include <gtest/gtest.h>

#include "fleetlint/fleet/symbolic_text.h"

namespace fleetlint::fleet {
namespace {

using eval::Field;
using eval::Unknown;
using eval::Value;

/// Values made by hand, alive as long as the test.
class PropertyTest : public ::testing::Test {
 protected:
  Value object(std::initializer_list<std::pair<std::string_view, Value>> members) {
    const auto fields = arena_.create_array<Field>(members.size());
    std::size_t i = 0;
    for (const auto& [name, value] : members) fields[i++] = {name, {}, value};
    return Value::object(fields);
  }
  Value list(std::initializer_list<Value> items) { return Value::array(arena_.copy(std::vector<Value>(items))); }
  Value unknown(Unknown facts = {}) {
    unknowns_.push_back(std::make_unique<Unknown>(facts));
    return Value::unknown(unknowns_.back().get());
  }
  Value one_of(std::initializer_list<Value> values) {
    Unknown facts;
    facts.one_of = arena_.copy(std::vector<Value>(values));
    return unknown(facts);
  }
  Value call(std::string_view function, std::initializer_list<Value> arguments, std::uint64_t identity = 0) {
    Unknown facts;
    facts.function = function;
    facts.arguments = arena_.copy(std::vector<Value>(arguments));
    facts.identity = identity;
    return unknown(facts);
  }
  const Value* keep(Value value) {
    kept_.push_back(std::make_unique<Value>(value));
    return kept_.back().get();
  }
  Property property(Value value) { return Property(keep(value), "p", {}); }

  Arena arena_;
  std::vector<std::unique_ptr<Unknown>> unknowns_;
  std::vector<std::unique_ptr<Value>> kept_;
};

TEST_F(PropertyTest, NamesAndEnumTextsIgnoreCase) {
  const auto policy = property(object({{"Mode", Value::string("ROLLING")}}));
  EXPECT_EQ(policy["mode"].equals("Rolling"), Tri::yes);
  EXPECT_EQ(policy["mode"].path(), "p.mode");
  EXPECT_EQ(policy["mode"].name(), "Mode");
}

TEST_F(PropertyTest, NullIsAbsent) {
  const auto flag = property(object({{"flag", Value::null()}}))["flag"];
  EXPECT_TRUE(flag.is_absent());
  EXPECT_EQ(flag.is_true(), Tri::no);
}

TEST_F(PropertyTest, TextInPlaceOfScalarsCounts) {
  EXPECT_EQ(property(Value::string("True")).is_true(), Tri::yes);
  EXPECT_EQ(property(Value::string(" 5 ")).integer(), 5);
  EXPECT_EQ(property(Value::string("5")).greater_than(4), Tri::yes);
}

TEST_F(PropertyTest, MembersOfAnUnknownObjectAreUnknownNotAbsent) {
  const auto member = property(unknown())["anything"];
  EXPECT_EQ(member.present(), Tri::unknown);
  EXPECT_EQ(member.is_true(), Tri::unknown);
}

TEST_F(PropertyTest, AnUnknownThatCannotBeNullIsPresent) {
  Unknown facts;
  facts.kinds = eval::KindSet::of(eval::ValueKind::string);
  EXPECT_EQ(property(unknown(facts)).present(), Tri::yes);
  EXPECT_EQ(property(unknown()).present(), Tri::unknown);
}

TEST_F(PropertyTest, AllowedValuesMustAllAgree) {
  EXPECT_EQ(property(one_of({Value::integer(1), Value::integer(2)})).less_than(3), Tri::yes);
  EXPECT_EQ(property(one_of({Value::integer(1), Value::integer(5)})).less_than(3), Tri::unknown);
  EXPECT_EQ(property(one_of({Value::integer(4), Value::integer(5)})).less_than(3), Tri::no);
}

TEST_F(PropertyTest, BothBranchesOfAnUndecidedIfAreFollowed) {
  const auto policy = property(call("if", {unknown(), object({{"on", Value::boolean(true)}}), object({{"on", Value::boolean(true)}, {"x", Value::integer(1)}})}));
  EXPECT_EQ(policy["on"].is_true(), Tri::yes);
  EXPECT_EQ(policy["x"].present(), Tri::unknown);
}

TEST_F(PropertyTest, KnownPartsOfAJoinedListAreItsCertainItems) {
  const auto items = property(call("concat", {list({Value::integer(1)}), unknown()})).items();
  EXPECT_EQ(items.certain.size(), 1u);
  EXPECT_TRUE(items.open);
  EXPECT_FALSE(items.is_complete());
}

TEST_F(PropertyTest, LengthOfAListOfUnknownsIsKnown) {
  EXPECT_EQ(property(list({unknown(), unknown()})).length(), 2u);
  EXPECT_EQ(property(unknown()).length(), std::nullopt);
  EXPECT_EQ(property(Value::null()).length(), 0u);
}

TEST_F(PropertyTest, SymbolicTextsAreEqualByHowTheyAreMade) {
  Unknown name_facts;
  name_facts.identity = 7;
  const auto name = unknown(name_facts);
  Unknown other_facts;
  other_facts.identity = 8;
  const auto other = unknown(other_facts);
  const auto joined = SymbolicText::of(call("concat", {name, Value::string("-LB")}));
  const auto formatted = SymbolicText::of(call("format", {Value::string("{0}-lb"), name}));
  EXPECT_EQ(equal(joined, formatted), Tri::yes);
  EXPECT_EQ(equal(joined, SymbolicText::of(call("concat", {other, Value::string("-lb")}))), Tri::unknown);
  EXPECT_EQ(equal(joined, SymbolicText::of(call("concat", {name, Value::string("-nat")}))), Tri::no);
  EXPECT_EQ(equal(joined, SymbolicText("web-nat")), Tri::no);
  EXPECT_EQ(equal(joined, SymbolicText("web-lb")), Tri::unknown);
}

TEST_F(PropertyTest, UnknownsWithoutIdentityEqualNothing) {
  EXPECT_EQ(equal(SymbolicText::of(unknown()), SymbolicText::of(unknown())), Tri::unknown);
}

TEST_F(PropertyTest, ReferencesAreReadFromResourceIdAndFromText) {
  const auto made = read_reference(call("resourceId", {Value::string("Microsoft.Network/loadBalancers/probes"), Value::string("lb"), Value::string("http")}));
  EXPECT_EQ(made.type, "microsoft.network/loadbalancers/probes");
  ASSERT_EQ(made.names.size(), 2u);
  EXPECT_EQ(made.names[1].text(), "http");
  EXPECT_TRUE(made.own_group);
  const auto joined = read_reference(call("concat", {call("resourceId", {Value::string("Microsoft.Network/loadBalancers"), Value::string("lb")}), Value::string("/probes/http")}));
  EXPECT_EQ(joined.type, made.type);
  EXPECT_EQ(equal(joined.whole, made.whole), Tri::yes);
  const auto elsewhere = read_reference(call("resourceId", {Value::string("rg"), Value::string("Microsoft.Network/loadBalancers"), Value::string("lb")}));
  EXPECT_FALSE(elsewhere.own_group);
  EXPECT_EQ(made.parent().type, "microsoft.network/loadbalancers");
  EXPECT_TRUE(read_reference(Value::string("not an id")).type.empty());
}

}  // namespace
}  // namespace fleetlint::fleet
