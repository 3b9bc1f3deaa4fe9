// Functions of the template language with known arguments: one row an expectation.
#include <gtest/gtest.h>

#include "expression_support.h"

namespace fleetlint::eval::test {
namespace {

struct Row {
  const char* expression;
  const char* result;  ///< JSON, or `!kind`
};

class Rows : public testing::TestWithParam<Row> {};
TEST_P(Rows, Give) { EXPECT_EQ(evaluate(std::string("[") + GetParam().expression + "]"), GetParam().result) << GetParam().expression; }

#define ROWS(family, ...) INSTANTIATE_TEST_SUITE_P(family, Rows, testing::Values(__VA_ARGS__))

ROWS(Logical, Row{"and(true(), not(false()))", "true"}, Row{"and(false(), 1)", "false"}, Row{"and(true(), 1)", "!arg-type"}, Row{"or(true(), div(1, 0))", "true"},
     Row{"if(false(), fail('no'), 'yes')", "\"yes\""}, Row{"if(1, 'a', 'b')", "!arg-type"}, Row{"if(true(), fail('stop'), 1)", "!user-fail"}, Row{"bool(' TRUE ')", "true"},
     Row{"bool('0')", "!bad-format"}, Row{"bool(-2)", "true"}, Row{"coalesce(null(), createArray())", "[]"}, Row{"coalesce(null())", "null"}, Row{"not('x')", "!arg-type"},
     Row{"true(1)", "!arg-count"}, Row{"nothing()", "!unknown-function"});

ROWS(Comparison, Row{"equals(createObject('a', 1, 'b', 2), createObject('b', 2, 'a', 1))", "true"}, Row{"equals(createObject('a', 1), createObject('A', 1))", "false"},
     Row{"equals('a', 'A')", "false"}, Row{"equals(1, float('1'))", "false"}, Row{"less('a', 'B')", "true"}, Row{"less('B', 'a')", "false"}, Row{"less('a', 'A')", "true"},
     Row{"less('_', '-')", "true"}, Row{"less('-', '0')", "true"}, Row{"less('9', 'a')", "true"}, Row{"less('éa', 'eb')", "true"}, Row{"less('e', 'é')", "true"}, Row{"less('z', 'ω')", "true"},
     Row{"less(1, '1')", "!arg-type"}, Row{"greaterOrEquals('a', 'a')", "true"});

ROWS(Numeric, Row{"add(json('9223372036854775806'), 1)", "9223372036854775807"}, Row{"add(json('9223372036854775807'), 1)", "!overflow"}, Row{"div(-7, 2)", "-3"}, Row{"mod(-7, 3)", "-1"},
     Row{"div(json('-9223372036854775808'), -1)", "!overflow"}, Row{"mod(json('-9223372036854775807'), -1)", "0"}, Row{"div(1, 0)", "!divide-by-zero"}, Row{"min(createArray())", "!arg-value"},
     Row{"max(3, 9, -4)", "9"}, Row{"max(createArray(1, 'a'))", "!arg-type"}, Row{"int('-12')", "-12"}, Row{"int('12a')", "!bad-format"}, Row{"int('9223372036854775808')", "!bad-format"},
     Row{"float('2.50')", "2.5"}, Row{"float('1e400')", "\"Infinity\""}, Row{"int(float('2.5'))", "!arg-type"}, Row{"add(2147483648, 1)", "!syntax"}, Row{"copyIndex()", "!not-allowed-here"});

ROWS(Collections, Row{"concat('a', 1, true())", "\"a1True\""}, Row{"concat(createArray(1), createArray(2, 3))", "[1,2,3]"}, Row{"concat(createArray(1), 'x')", "!arg-type"}, Row{"concat()", "!arg-count"},
     Row{"contains('Abc', 'b')", "true"}, Row{"contains('Abc', 'B')", "false"}, Row{"contains('a1', 1)", "true"}, Row{"contains(createArray(1), '1')", "false"}, Row{"contains(createObject('Key', 1), 'kEY')", "true"},
     Row{"contains('x', '')", "true"}, Row{"indexOf('ABC', 'c')", "2"}, Row{"indexOf(createArray('A'), 'a')", "-1"}, Row{"lastIndexOf('abcB', 'b')", "3"}, Row{"empty(null())", "true"}, Row{"empty(0)", "!arg-type"},
     Row{"length('🚀')", "2"}, Row{"length(null())", "!arg-type"}, Row{"first('')", "\"\""}, Row{"last(createArray())", "null"}, Row{"skip('abc', -1)", "\"abc\""}, Row{"take(createArray(1, 2), 9)", "[1,2]"},
     Row{"concat(take('🚀', 1), skip('🚀', 1))", "\"🚀\""});

ROWS(Strings, Row{"startsWith('Straße', 'STRA')", "true"}, Row{"endsWith('abc', 'BC')", "true"}, Row{"like('vm-001', 'VM-*1')", "true"}, Row{"like('vm', 'v')", "false"}, Row{"toUpper('ßıé')", "\"ßıÉ\""},
     Row{"toLower('İÀ')", "\"İà\""}, Row{"trim('\t a \r')", "\"a\""}, Row{"padLeft(7, 3, '0')", "\"007\""}, Row{"padLeft('x', 17)", "!out-of-range"}, Row{"padLeft('x', 3, 'ab')", "!arg-value"},
     Row{"replace('aXa', 'a', 'bb')", "\"bbXbb\""}, Row{"replace('a', '', 'b')", "!arg-value"}, Row{"substring('abc', 3)", "\"\""}, Row{"substring('abc', 4)", "!out-of-range"}, Row{"substring('abc', 1, 3)", "!out-of-range"},
     Row{"split('a,;b', createArray(',', ';'))", "[\"a\",\"\",\"b\"]"}, Row{"split('abc', '')", "[\"abc\"]"}, Row{"join(createArray(true(), 1, 'x'), '-')", "\"True-1-x\""},
     Row{"string(createArray(true(), null(), 'a\"b'))", "\"[true,null,\\\"a\\\\\\\"b\\\"]\""}, Row{"string(true())", "\"True\""});

ROWS(Formats, Row{"format('{1}{0}', 'a', 'b')", "\"ba\""}, Row{"format('{0,4}|{1,-3}|', 'x', 7)", "\"   x|7  |\""}, Row{"format('{{{0}}}', 1)", "\"{1}\""}, Row{"format('{0:N0}', 1234567)", "\"1,234,567\""},
     Row{"format('{0:D4} {0:X2} {0:x}', 10)", "\"0010 0A a\""}, Row{"format('{0:P0}', 2)", "\"200 %\""}, Row{"format('{0:E2}', 12345)", "\"1.23E+004\""}, Row{"format('{0:000.0}', 7)", "\"007.0\""},
     Row{"format('{0:#,##0;(#,##0)}', -1234)", "\"(1,234)\""}, Row{"format('{0:B}', 5)", "\"101\""}, Row{"format('{0}', createObject('a', createArray('b', 1)))", "\"{'a':['b',1]}\""}, Row{"format('{0:D3}', 'x')", "\"x\""},
     Row{"format('{2}', 'a')", "!bad-format"}, Row{"format('{0', 'a')", "!bad-format"}, Row{"format('}')", "!bad-format"}, Row{"format('{0:F1}', float('0.25'))", "\"0.3\""}, Row{"format('{0}', float('1e20'))", "\"1E+20\""});

ROWS(Encoding, Row{"base64('é')", "\"w6k=\""}, Row{"base64ToString('w6k=')", "\"é\""}, Row{"base64ToString('a')", "!bad-format"}, Row{"base64ToJson(base64('{a: [1,]}'))", "{\"a\":[1]}"},
     Row{"json('// note')", "!bad-format"}, Row{"json('{''a'': 1} 2')", "!bad-format"}, Row{"json('\"\\u0041\"')", "\"A\""}, Row{"dataUri('a')", "\"data:text/plain;charset=utf-8;base64,YQ==\""},
     Row{"dataUri(createArray(1))", "\"data:application/json;charset=utf-8;base64,WzFd\""}, Row{"dataUriToString('data:,a%20b')", "\"a b\""}, Row{"dataUriToString('data:text/plain;charset=utf8,a')", "!arg-value"},
     Row{"dataUriToString('text')", "!bad-format"}, Row{"uri('http://HOST:80/a/b', '../c?d')", "\"http://host/c?d\""}, Row{"uri('host', 'x')", "!bad-format"}, Row{"uriComponent('a b/é')", "\"a%20b%2F%C3%A9\""},
     Row{"uriComponentToString('a%2Fb+%zz')", "\"a/b+%zz\""}, Row{"parseUri('https://h:8/p?q').port", "8"}, Row{"buildUri(createObject('scheme', 'https'))", "!missing-property"});

ROWS(NumbersAsText, Row{"string(float('0.0001'))", "\"0.0001\""}, Row{"string(float('0.00001'))", "\"1E-05\""}, Row{"string(createArray(json('0.00001')))", "\"[1E-05]\""}, Row{"json('-010')", "-10"},
     Row{"json('010')", "8"}, Row{"json('-0x10')", "!bad-format"}, Row{"json('1e400')", "\"Infinity\""}, Row{"json('-1e400')", "\"-Infinity\""}, Row{"json('1e-400')", "0.0"});

ROWS(JsonEscapes, Row{"json('\"\\ud83d\\ude80\"')", "\"🚀\""}, Row{"json('\"\\ud83dx\"')", "\"\uFFFDx\""}, Row{"json('\"\\ude80\"')", "\"\uFFFD\""}, Row{"json('\"\\ud83d\\u0041\"')", "\"\uFFFDA\""});

ROWS(Uris, Row{"uri('https://h.example/a/', ' b ')", "\"https://h.example/a/b\""}, Row{"uri('https://h.example/a/b', '%2e%2E/c')", "\"https://h.example/c\""},
     Row{"uri('https://h.example/%7eme%2f', '')", "\"https://h.example/~me%2f\""}, Row{"uri('https://h.example/a#f', '')", "\"https://h.example/a#f\""},
     Row{"uri('https://h.example/a/', 'voilà')", "\"https://h.example/a/voil%C3%A0\""}, Row{"uri('https://h.example/a/', concat(json('\"\\u00a0\"'), 'b'))", "\"https://h.example/a/b\""});

ROWS(DatesAsPeopleWriteThem, Row{"dateTimeAdd('June 2023', 'PT0S')", "\"2023-06-01T00:00:00Z\""}, Row{"dateTimeAdd('06/2023', 'PT0S')", "\"2023-06-01T00:00:00Z\""},
     Row{"dateTimeAdd('2023-Jun-15', 'PT0S')", "\"2023-06-15T00:00:00Z\""}, Row{"dateTimeAdd('2023 06 15', 'PT0S')", "\"2023-06-15T00:00:00Z\""}, Row{"dateTimeAdd('2023-06-15 Thursday', 'PT0S')", "\"2023-06-15T00:00:00Z\""},
     Row{"dateTimeAdd('2023-06-15 Friday', 'PT0S')", "!bad-format"}, Row{"dateTimeAdd('6/5/2023 13:02 PM', 'PT0S')", "\"2023-06-05T13:02:00Z\""}, Row{"dateTimeAdd('6/5/2023 13:02 AM', 'PT0S')", "!bad-format"},
     Row{"dateTimeAdd('6/5/2023 0:30 AM', 'PT0S')", "\"2023-06-05T00:30:00Z\""}, Row{"dateTimeAdd('6/5', 'PT0S')", "!bad-format"}, Row{"dateTimeAdd('15,June,2023', 'PT0S')", "\"2023-06-15T00:00:00Z\""});

ROWS(Durations, Row{"dateTimeAdd('2023-01-01', ' P1D ')", "\"2023-01-02T00:00:00Z\""}, Row{"dateTimeAdd('2023-01-01', 'PT.5S', 'ss.f')", "\"00.5\""}, Row{"dateTimeAdd('2023-01-01', 'PT1.S')", "\"2023-01-01T00:00:01Z\""},
     Row{"dateTimeAdd('2023-01-01', 'P1.D')", "!bad-format"}, Row{"dateTimeAdd('2023-01-01', 'PT.S')", "!bad-format"});

ROWS(Hashes, Row{"guid('a', 'b')", "\"2d796349-8c7e-55ec-9624-54ece82ed031\""}, Row{"equals(guid('a', 'b'), guid('a-b'))", "true"}, Row{"length(uniqueString('x'))", "13"}, Row{"equals(uniqueString('a', 'b'), uniqueString('a-b'))", "true"},
     Row{"equals(uniqueString('a'), uniqueString('A'))", "false"}, Row{"guid(1)", "!arg-type"}, Row{"newGuid()", "!not-allowed-here"});

ROWS(Arrays, Row{"range(-1, 3)", "[-1,0,1]"}, Row{"range(0, 10001)", "!out-of-range"}, Row{"range(2147483640, 10)", "!out-of-range"}, Row{"array(createArray(1))", "[1]"}, Row{"array('a')", "[\"a\"]"},
     Row{"flatten(createArray(createArray(1), createArray(createArray(2))))", "[1,[2]]"}, Row{"flatten(createArray(1))", "!arg-type"}, Row{"distinct(createArray(1, '1', 1))", "[1,\"1\"]"},
     Row{"union(createArray(1, 1), null(), createArray(2, 1))", "[1,2]"}, Row{"union(createArray(1), createObject())", "!arg-type"}, Row{"intersection(createArray(3, 1, 3), createArray(1, 3))", "[3,1]"},
     Row{"indexFromEnd(createArray(1, 2), 1)", "2"}, Row{"indexFromEnd(createArray(1, 2), 3)", "!index-out-of-bounds"}, Row{"tryIndexFromEnd(null(), 1)", "null"}, Row{"createArray(1)[1]", "!index-out-of-bounds"}, Row{"createArray(1)['0']", "!arg-type"});

ROWS(Objects, Row{"createObject('a', 1, 'a', 2)", "{\"a\":2}"}, Row{"createObject('a')", "!arg-count"}, Row{"createObject(1, 2)", "!arg-type"}, Row{"items(createObject('b', 1, 'A', 2))", "[{\"key\":\"A\",\"value\":2},{\"key\":\"b\",\"value\":1}]"},
     Row{"objectKeys(createObject('b', 1, 'a', 2))", "[\"a\",\"b\"]"}, Row{"shallowMerge(createArray(createObject('A', createObject('x', 1)), null(), createObject('a', 2)))", "{\"A\":2}"},
     Row{"union(createObject('a', createObject('x', 1), 'l', createArray(1)), createObject('a', createObject('y', 2), 'l', createArray(2)))", "{\"a\":{\"x\":1,\"y\":2},\"l\":[2]}"},
     Row{"intersection(createObject('a', 1, 'b', 2), createObject('b', 2, 'a', 3))", "{\"b\":2}"}, Row{"tryGet(createObject('a', createArray(1)), 'A', 0)", "1"}, Row{"tryGet(createArray(1), 'a')", "!arg-type"},
     Row{"createObject('a', 1).b", "!missing-property"}, Row{"coalesce(tryGet('text', 'id'), 'text')", "\"text\""}, Row{"tryGet(1, 0, 'a')", "null"}, Row{"null().a", "!arg-type"});

ROWS(Lambdas, Row{"map(createArray('a', 'b'), lambda('x', 'i', concat(lambdaVariables('x'), lambdaVariables('I'))))", "[\"a0\",\"b1\"]"}, Row{"filter(range(0, 5), lambda('x', greater(lambdaVariables('x'), 2)))", "[3,4]"},
     Row{"filter(createArray(1), lambda('x', 1))", "!arg-type"}, Row{"reduce(range(1, 4), 0, lambda('a', 'b', add(lambdaVariables('a'), lambdaVariables('b'))))", "10"},
     Row{"sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))", "[1,2,3]"}, Row{"groupBy(createArray('aa', 'b', 'ab'), lambda('x', first(lambdaVariables('x'))))", "{\"a\":[\"aa\",\"ab\"],\"b\":[\"b\"]}"},
     Row{"toObject(createArray('a', 'b', 'a'), lambda('x', lambdaVariables('x')), lambda('x', 'i', lambdaVariables('i')))", "{\"a\":2,\"b\":1}"}, Row{"toObject(createArray(1), lambda('x', 1))", "!arg-type"},
     Row{"mapValues(createObject('a', 1), lambda('v', add(lambdaVariables('v'), 1)))", "{\"a\":2}"}, Row{"map(createArray(1), lambda('x', map(createArray(2), lambda('x', lambdaVariables('x')))))", "[[2]]"},
     Row{"lambda('x', 1)", "!not-allowed-here"}, Row{"lambdaVariables('x')", "!not-found"}, Row{"map(createArray(1), 'x')", "!arg-type"});

ROWS(Dates, Row{"dateTimeAdd('2024-02-28T00:00:00Z', 'P1D')", "\"2024-02-29T00:00:00Z\""}, Row{"dateTimeAdd('2023-01-31', 'P1M')", "\"2023-03-02T00:00:00Z\""}, Row{"dateTimeAdd('2023-01-01', 'P14M')", "\"2024-03-01T00:00:00Z\""},
     Row{"dateTimeAdd('2023-01-01T10:00:00+02:00', '-PT1H30M')", "\"2023-01-01T06:30:00Z\""}, Row{"dateTimeAdd('2023-01-01', 'P1W')", "!bad-format"}, Row{"dateTimeAdd('2023-01-01', 'P1D', 'ddd, d MMM yy')", "\"Mon, 2 Jan 23\""},
     Row{"dateTimeAdd('03/05/2019 5:53 PM', 'PT0S', 'o')", "\"2019-03-05T17:53:00.0000000Z\""}, Row{"dateTimeToEpoch('1970-01-02')", "86400"}, Row{"dateTimeFromEpoch(-1)", "\"1969-12-31T23:59:59Z\""},
     Row{"dateTimeFromEpoch(json('253402300800'))", "!out-of-range"}, Row{"utcNow()", "!not-allowed-here"});

ROWS(AddressRanges, Row{"parseCidr('10.1.2.3/30')", "{\"network\":\"10.1.2.0\",\"netmask\":\"255.255.255.252\",\"broadcast\":\"10.1.2.3\",\"firstUsable\":\"10.1.2.1\",\"lastUsable\":\"10.1.2.2\",\"cidr\":30}"},
     Row{"parseCidr('fd00::1/64').lastUsable", "\"fd00::ffff:ffff:ffff:ffff\""}, Row{"parseCidr('10.0.0.0')", "!bad-format"}, Row{"cidrSubnet('192.168.1.0', 25, 1)", "\"192.168.1.128/25\""}, Row{"cidrSubnet('10.0.0.0', 16, 1)", "\"10.1.0.0/16\""},
     Row{"cidrSubnet('10.0.0.0', 7, 0)", "!out-of-range"}, Row{"cidrSubnet('224.0.0.0', 24, 0)", "!bad-format"}, Row{"parseCidr('::ffff:10.0.0.9/120').network", "\"::ffff:10.0.0.0\""},
     Row{"parseCidr('::1:2/128').network", "\"::0.1.0.2\""}, Row{"parseCidr('::1/128').network", "\"::1\""}, Row{"cidrSubnet('10.0.0.0/16', 24, 255)", "\"10.0.255.0/24\""}, Row{"cidrSubnet('10.0.0.0/16', 24, 256)", "!out-of-range"},
     Row{"cidrSubnet('10.0.0.0/16', 8, 0)", "!out-of-range"}, Row{"cidrHost('10.0.0.0/24', 0)", "\"10.0.0.1\""}, Row{"cidrHost('10.0.0.0/24', 254)", "!out-of-range"}, Row{"cidrHost('fd00::/126', 1)", "\"fd00::2\""});

ROWS(Ids, Row{"tenantResourceId('A.B/c/d', 'x', 'y')", "\"/providers/A.B/c/x/d/y\""}, Row{"subscriptionResourceId('11111111-1111-1111-1111-111111111111', 'Microsoft.Resources/resourceGroups', 'g')", "\"/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.Resources/resourceGroups/g\""},
     Row{"extensionResourceId('/a/', 'A.B/c', 'x')", "\"/a/providers/A.B/c/x\""}, Row{"tenantResourceId('A.B/c', 'x', 'y')", "!segment-mismatch"}, Row{"resourceId('a', 'b')", "!arg-value"});

// --- surroundings --------------------------------------------------------------------------------------------------

TEST(Scopes, AnswerFromTheContext) {
  Surrounding around;
  around.context = R"({"subscription": {"subscriptionId": "11111111-1111-1111-1111-111111111111"}, "resourceGroup": {"name": "g"}})";
  EXPECT_EQ(evaluate("[resourceGroup().id]", around), "\"/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/g\"");
  EXPECT_EQ(evaluate("[resourceId('other', 'A.B/c/', 'x')]", around), "\"/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/other/providers/A.B/c/x\"");
  EXPECT_EQ(evaluate("[equals(resourceGroup().location, resourceGroup().location)]", around), "true");
  EXPECT_EQ(evaluate("[equals(subscription().tenantId, tenant().tenantId)]", around), "true");
  EXPECT_EQ(evaluate("[environment().nowhere]", around).substr(0, 11), "{\"$unknown\"");
  around.context = R"({"scope": "subscription", "environment": {"name": "AzureUSGovernment"}})";
  EXPECT_EQ(evaluate("[resourceGroup().name]", around), "!not-allowed-here");
  EXPECT_EQ(evaluate("[environment().suffixes.storage]", around), "\"core.usgovcloudapi.net\"");
  EXPECT_EQ(evaluate("[environment().nowhere]", around), "!missing-property");
}

TEST(Clock, IsGivenAndOnlyForDefaults) {
  Surrounding around;
  around.place = Place::parameter_default;
  around.context = R"({"now": "2019-03-05T17:53:18Z"})";
  EXPECT_EQ(evaluate("[utcNow()]", around), "\"20190305T175318Z\"");
  EXPECT_EQ(evaluate("[utcNow('D')]", around), "\"Tuesday, 05 March 2019\"");
  around.context = "{}";
  EXPECT_NE(evaluate("[utcNow()]", around).find("\"reason\":\"clock\""), std::string::npos);
}

TEST(Loops, GiveTheirIndex) {
  Surrounding around;
  around.place = Place::resource_property;
  around.copy_loops = R"([{"name": "vms", "index": 2, "resource": true}, {"name": "disks", "index": 4, "resource": false}])";
  EXPECT_EQ(evaluate("[copyIndex()]", around), "2");
  EXPECT_EQ(evaluate("[copyIndex('DISKS', 10)]", around), "14");
  EXPECT_EQ(evaluate("[copyIndex('other')]", around), "!not-found");
  EXPECT_EQ(evaluate("[copyIndex(-1)]", around), "!arg-value");
}

TEST(Variables, AreLazyAndMayNotBeCircular) {
  Surrounding around;
  around.variables = R"({"a": "[variables('b')]", "b": "[variables('a')]", "bad": "[div(1, 0)]", "good": {"x": "[add(1, 2)]"}})";
  EXPECT_EQ(evaluate("[variables('good').x]", around), "3");
  EXPECT_EQ(evaluate("[variables('a')]", around), "!circular");
  EXPECT_EQ(evaluate("[variables('none')]", around), "!not-found");
}

TEST(Literals, AreTexts) {
  EXPECT_EQ(evaluate("[[x]"), "\"[x]\"");
  EXPECT_EQ(evaluate("[x"), "\"[x\"");
  EXPECT_EQ(evaluate("[concat('a'"), "\"[concat('a'\"");
  EXPECT_EQ(evaluate("[concat('a']"), "!syntax");
}

}  // namespace
}  // namespace fleetlint::eval::test
