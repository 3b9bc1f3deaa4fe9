#include "fleetlint/base/redaction.h"

#include <gtest/gtest.h>

#include <chrono>

namespace fleetlint {
namespace {

const std::string signature = "Zm9vYmFy%2Bc2VjcmV0%3D";

TEST(RedactSecrets, LeavesOutWhatCommandLinesGiveAway) {
  const std::pair<const char*, const char*> cases[] = {
      {"x -Password Pass -Size 3", "x -Password [redacted] -Size 3"},
      {"x --password 'two words' y", "x --password '[redacted]' y"},
      {"x /p:S3cret y", "x /p:[redacted] y"},
      {R"(x -AdminPassword \"a b\" y)", R"(x -AdminPassword \"[redacted]\" y)"},
      {"MYSQL_PWD=word mysql", "MYSQL_PWD=[redacted] mysql"},
      {"mysql -u root -pword db", "mysql -u root -p[redacted] db"},
      {"mysql -u root -p'word' db", "mysql -u root -p'[redacted]' db"},
      {R"(mysql -p\"word\" db)", R"(mysql -p\"[redacted]\" db)"},
      {"curl --header='Accept: x' -u joe:word https://h", "curl --header='Accept: x' -u joe:[redacted] https://h"},
      {"curl --data=' x' -u joe:'wo rd' https://h", "curl --data=' x' -u joe:'[redacted]' https://h"},
      {"docker login -u\"joe\" -p word reg", "docker login -u\"joe\" -p [redacted] reg"},
      {"['docker login -u joe' '-p word']\nx: '-p word'", "['docker login -u joe' '-p word']\nx: '-p word'"},
      {"setx DB_PASSWORD word", "setx DB_PASSWORD [redacted]"},
      {R"(net use Z: \\s\share /user:d\me word)", R"(net use Z: \\s\share /user:d\me [redacted])"},
      {"sshpass -pword ssh h", "sshpass -p[redacted] ssh h"},
      {"keytool -storepass word -v", "keytool -storepass [redacted] -v"},
      {"SERVICEPASS=word", "SERVICEPASS=[redacted]"},
      {"git clone https://Tok3nTok3n@github.com/x", "git clone https://[redacted]@github.com/x"},
      {"curl -uu:word h", "curl -uu:[redacted] h"},
      {"curl -sSu u:word h", "curl -sSu u:[redacted] h"},
      {"mongo -pword db", "mongo -p[redacted] db"},
      {"run --pat Word12 x", "run --pat [redacted] x"},
      {"run --credential Word12 x", "run --credential [redacted] x"},
      {"net user joe word /add", "net user joe [redacted] /add"},
      {"Server=x;Password=a,b;Encrypt=True", "Server=x;Password=[redacted];Encrypt=True"},
      {"host:6380,password=word,ssl=True", "host:6380,password=[redacted],ssl=True"},
      {"echo 'joe:word' | chpasswd", "echo 'joe:[redacted]' | chpasswd"},
      {"https://joe:word@host/x", "https://joe:[redacted]@host/x"},
      {R"(["--password", "word", "--size"])", R"(["--password", "[redacted]", "--size"])"},
      {"run --token a1b2c3 x", "run --token [redacted] x"},
      {"-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----[redacted]-----END RSA PRIVATE KEY-----"},
  };
  for (const auto& [text, hidden] : cases) {
    EXPECT_EQ(redact_secrets(text), hidden);
    EXPECT_EQ(redact_secrets(hidden), hidden) << "hidden once is hidden";
  }
}

TEST(RedactSecrets, LeavesWhatIsNoSecretInCommandLines) {
  for (const std::string text : {"x -Password $env:PW --token ${TOKEN} --key %KEY%", "mkdir -p /opt/x; az login --identity -p", "dotnet publish /p:Configuration=Release", "x --password --size 3", "bypass=1, compass: N3W",
                                 "adminPassword: adminPassword", "param adminPassword string", "password: kv.getSecret('x1')", "[concat('-Password ', parameters('p1'))]", "adminPassword: '${adminPassword}'",
                                 "ssh-keygen -t rsa --key /etc/x.pem", "the token: Abc123", "net use", "https://host:8080/x@y", "sshPublicKey=AAAAB3Nza1", "key == Value1, token => Value2"})
    EXPECT_EQ(redact_secrets(text), text);
}

TEST(RedactSecrets, LeavesOptionsThatMeanSomethingElse) {
  for (const std::string text : {"docker run -d -p 8080:80 nginx", "docker run -P nginx", "podman run -p 8080:80 nginx", "az deployment group create -p main.bicepparam", "helm install -p x1Y y",
                                 "improves the net user experience considerably", "docker login -P reg1X", "setx PATH C1x", "BYPASS=Word1", R"(net use Z: \\s\share /user:d\me)",
                                 "https://joe@host/x", "https://contoso12@dev.azure.com/x", "git clone https://${token}@github.com/x", "curl -sSL u:Word1", "the credential Word12", "a pat: Word12"})
    EXPECT_EQ(redact_secrets(text), text);
  EXPECT_EQ(redact_secrets("az sql server create -u sa -p word"), "az sql server create -u sa -p [redacted]");
  EXPECT_EQ(redact_secrets("helm registry login h -u joe -p word"), "helm registry login h -u joe -p [redacted]");
  EXPECT_EQ(redact_secrets("net user joe Word1"), "net user joe [redacted]");
  EXPECT_EQ(without_parts("net user joe word", secret_parts("net user joe word", TextKind::command)), "net user joe [redacted]");
}

TEST(RedactSecrets, LooksOnceThroughALongWord) {
  for (const std::string piece : {"key=a(", "password:a(", "password=%", "key=a(password:", "key={{"}) {
    std::string text;
    while (text.size() < 2'000'000) text += piece;
    const auto start = std::chrono::steady_clock::now();
    redact_secrets(text);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(4)) << piece;  // one that looks again takes minutes
  }
  const std::string longer(5000, 'a');
  EXPECT_EQ(redact_secrets("password=" + longer + " x"), "password=[redacted] x");
  EXPECT_EQ(redact_secrets("key=(" + longer + ",password=" + longer + " x"), "key=(" + longer + ",password=[redacted] x");
}

TEST(RedactSecrets, TakesMoreForASecretInCommands) {
  const std::string text = "run --token abc -Key xyz; password: summer, go -p 80";
  EXPECT_EQ(redact_secrets(text), text);
  EXPECT_EQ(without_parts(text, secret_parts(text, TextKind::command)), "run --token [redacted] -Key [redacted]; password: [redacted], go -p 80");
  EXPECT_EQ(NamesOnTheWay().below("script").shown("token: abc"), "token: [redacted]");
  EXPECT_EQ(NamesOnTheWay().below("adminPassword").below("value").shown("abc"), "[redacted]");
  EXPECT_EQ(NamesOnTheWay().below("adminPassword").below("reference").shown("abc"), "abc");
  EXPECT_EQ(NamesOnTheWay().below("protectedSettings").below("x").below("y").shown("abc"), "[redacted]");
  EXPECT_EQ(NamesOnTheWay().behind("--password").shown("abc"), "[redacted]");
  EXPECT_TRUE(NamesOnTheWay().below("adminPassword").hides_number());
  EXPECT_FALSE(NamesOnTheWay().below("token").hides_number());
}

TEST(RedactSecrets, LeavesOutValuesOfTellingNames) {
  EXPECT_EQ(redact_secrets("https://a/b?sv=1&sig=" + signature + "&se=2"), "https://a/b?sv=1&sig=[redacted]&se=2");
  EXPECT_EQ(redact_secrets("AccountName=x;AccountKey=q83v+/A==;EndpointSuffix=y"), "AccountName=x;AccountKey=[redacted];EndpointSuffix=y");
  EXPECT_EQ(redact_secrets("setup --adminPassword=hunter2 --size=3"), "setup --adminPassword=[redacted] --size=3");
  EXPECT_EQ(redact_secrets("nothing to hide: size=3, sig=, 'sig='"), "nothing to hide: size=3, sig=, 'sig='");
}

TEST(RedactSecrets, KnowsHowFormatsWriteTheNameAndTheValue) {
  for (const auto& text : {"?a=1\\u0026sig=" + signature, "?a=1&amp;sig=" + signature, "%26sig%3D" + signature, "%2526sig%253d" + signature, "\\u0026sig\\u003d" + signature, "\\tsig=" + signature})
    EXPECT_EQ(redact_secrets(text).find("c2VjcmV0"), std::string::npos) << text;
  // A slash of the signature may be escaped in JSON; a quote ends it.
  EXPECT_EQ(redact_secrets(R"("x?sig=abc\/def\u002Bghi", "next")"), R"("x?sig=[redacted]", "next")");
}

TEST(RedactSecrets, LeavesOutTokensOfHeaders) {
  EXPECT_EQ(redact_secrets(R"(curl -H \"Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.c2ln\" https://a)"), R"(curl -H \"Authorization: Bearer [redacted]\" https://a)");
  EXPECT_EQ(redact_secrets("use bearer authentication, Bearer ${token}, bearer"), "use bearer authentication, Bearer ${token}, bearer");
}

TEST(RedactSecrets, LooksIntoBase64) {
  // 'url=https://a/b?sig=hunter2-hunter2' and a longer text in front, so that the groups of four begin elsewhere
  EXPECT_EQ(redact_secrets("data: dXJsPWh0dHBzOi8vYS9iP3NpZz1odW50ZXIyLWh1bnRlcjI= end"), "data: [redacted]= end");
  EXPECT_EQ(redact_secrets("xdXJsPWh0dHBzOi8vYS9iP3NpZz1odW50ZXIyLWh1bnRlcjI="), "[redacted]=");
  const std::string harmless = "/subscriptions/00000000/resourceGroups/group/providers/Microsoft.Compute/virtualMachineScaleSets/web";
  EXPECT_EQ(redact_secrets(harmless), harmless);
}

TEST(RedactSecrets, LooksIntoBase64OfOtherEncodings) {
  // An umlaut, a byte order mark, UTF-16 as `powershell -EncodedCommand` takes it, and both
  for (const std::string run : {"IyBGw7xyIGFsbGUKc2V0dXAgLS1wYXNzd29yZCBHZWhlaW0xCg==",
                                "77u/c2V0dXAgLS1wYXNzd29yZCBHZWhlaW0xCg==",
                                "cwBlAHQAdQBwACAALQBQAGEAcwBzAHcAbwByAGQAIABHAGUAaABlAGkAbQAxACAALQBTAGkAegBlACAAMwA=",
                                "//4jACAA/ABiAGUAcgAKAHMAZQB0AHUAcAAgAC0AUABhAHMAcwB3AG8AcgBkACAARwBlAGgAZQBpAG0AMQA="})
    EXPECT_EQ(redact_secrets("run " + run + " end").find(run.substr(0, 24)), std::string::npos) << run;
  for (const std::string run : {"IyBGw7xyIGFsbGUKc2V0dXAgLS1zaXplIDMK", "cwBlAHQAdQBwACAALQBTAGkAegBlACAAMwAgAC0AVgBlAHIAYgBvAHMAZQA="}) EXPECT_EQ(redact_secrets("run " + run + " end"), "run " + run + " end");
}

TEST(RedactSecrets, FindsLongRunsWhereverTheyStand) {
  const std::string run = "dXJsPWh0dHBzOi8vYS9iP3NpZz1odW50ZXIyLWh1bnRlcjI";
  for (std::size_t before = 0; before < 50; ++before)
    for (std::size_t word = 1; word < 24; word += 3) {
      std::string front;
      while (front.size() < before) front += std::string(word, 'w') + ' ';
      EXPECT_EQ(redact_secrets(front + ' ' + run + " end"), front + " [redacted] end");
      EXPECT_EQ(redact_secrets(front + ' ' + run), front + " [redacted]");
    }
}

TEST(Redaction, LeavesPublicAddressesReadable) {
  SourceSet sources;
  const std::string_view commit = "url: 'https://raw.example.com/owner/repo/0123456789abcdef0123456789abcdef01234567/install.sh'";
  const std::string_view kept = "secretUrl: 'https://keys.vault.azure.net/secrets/tls/1'", with_query = "secretUrl: 'https://keys.example.com/secrets?x=1'";
  const std::string_view long_segment = "url: 'https://raw.example.com/0123456789abcdef0123456789abcdef0123456789abcdef/x'";
  const Redaction redaction;
  const auto shown = [&](std::string_view line) {
    const auto id = sources.add("main.bicep", std::string(line));
    return without_parts(line, redaction.parts_of_source(id, 0, line));
  };
  EXPECT_EQ(shown(commit), commit);
  EXPECT_EQ(shown(kept), kept);
  EXPECT_EQ(shown(with_query), "secretUrl: '[redacted]'");
  EXPECT_NE(shown(long_segment), long_segment);
}

TEST(Redaction, HidesKeysInThePathOfAnAddress) {
  SourceSet sources;
  const Redaction redaction;
  const auto shown = [&](const std::string& segment) {
    const std::string line = "url: 'https://hooks.example.com/services/T" + std::string(8, '0') + "/B" + std::string(8, '0') + "/" + segment + "'";
    const auto id = sources.add("main.bicep", line);
    return without_parts(line, redaction.parts_of_source(id, 0, line)).find(segment) != std::string::npos;
  };
  const std::string mixed = std::string("Qw3rTy") + "Ui0pAs" + "Df6hJk" + "Lz8cVb", letters = std::string("QwErTy") + "UiOpAs" + "DfGhJk" + "LzXcVb", small = std::string("q1w2e3r4t5z6") + "u7i8o9p0a1s2";
  EXPECT_FALSE(shown(mixed));
  EXPECT_FALSE(shown(letters));
  EXPECT_FALSE(shown(small));
  for (const std::string readable : {"0123456789abcdef0123456789abcdef01234567", "0123456789ABCDEF0123456789ABCDEF01234567", "virtualMachineScaleSets", "ubuntu2204installscripts", "v20240131"})
    EXPECT_TRUE(shown(readable)) << readable;
}

TEST(Redaction, HidesTextsWhereverTheyStand) {
  Redaction redaction;
  redaction.add_text("Tr0ub4dor-and-3");
  redaction.add_text("admin");
  redaction.add_text("abc");  // an ordinary word
  EXPECT_EQ(redaction.text("xTr0ub4dor-and-3y, 'admin', administrator, abc"), "x[redacted]y, '[redacted]', administrator, abc");
}

TEST(Redaction, HidesTextsAsReportsWriteThem) {
  Redaction redaction;
  redaction.add_text("Pa\"ss\\w0rd\n\tEnd\x01");
  EXPECT_EQ(redaction.text(R"("user:Pa\"ss\\w0rd\n\tEnd\u0001!")"), R"("user:[redacted]!")");
  EXPECT_EQ(redaction.text("user:Pa\"ss\\w0rd  End\x01!"), "user:[redacted]!");
  EXPECT_EQ(redaction.text("user:Pa\"ss\\w0rd\n\tEnd\x01!"), "user:[redacted]!");
}

TEST(Redaction, HidesWhatAMessageRepeatsOfASecretPlace) {
  Redaction redaction;
  const SourceId source{0};
  redaction.add_place({source, {10, 20}}, {"Zz", "12"});
  Finding finding;
  finding.message = "expected \"int\", but the value is of type \"'Zz'\" or \"12\", not 123";
  finding.location = {source, {12, 14}};
  EXPECT_EQ(redaction.message(finding), "expected \"int\", but the value is of type \"'[redacted]'\" or \"[redacted]\", not 123");
  finding.location = {source, {30, 34}};
  EXPECT_EQ(redaction.message(finding), finding.message);
  EXPECT_EQ(without_parts("0123456789secret text456", redaction.parts_of_source(source, 0, "0123456789secret text456")), "0123456789[redacted]t456");
}

}  // namespace
}  // namespace fleetlint
