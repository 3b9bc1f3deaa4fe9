#include "fleetlint/compiler/artifact.h"

#include <gtest/gtest.h>

namespace fleetlint::compiler {
namespace {

TEST(Artifact, PathsAreNormalizedWithoutTouchingTheDisk) {
  EXPECT_EQ(normalize_path("/a/b/../c/./d"), "/a/c/d");
  EXPECT_EQ(normalize_path("a/../b"), "b");
  EXPECT_EQ(relative_path("/a/b/x.bicep", "/a/c/main.bicep"), "../b/x.bicep");
  EXPECT_EQ(relative_path("/a/c/x.bicep", "/a/c/main.bicep"), "x.bicep");
}

TEST(Artifact, TagsKeepTheirCapitalsInTheCache) {
  EXPECT_EQ(encode_tag("v1"), "v1$");
  EXPECT_NE(encode_tag("V1"), encode_tag("v1"));
}

TEST(Artifact, KindsGoByExtension) {
  EXPECT_EQ(file_kind("a.bicepparam"), FileKind::parameters);
  EXPECT_EQ(file_kind("a.JSON"), FileKind::template_json);
  EXPECT_EQ(file_kind("a.bicep"), FileKind::bicep);
}

TEST(Artifact, ReferencesOfRegistriesAndSpecsAreSpeltOut) {
  Configuration configuration;
  const auto module = resolve_artifact("br:example.azurecr.io/bicep/x:v1", "/w/main.bicep", configuration, ArtifactUse::module);
  ASSERT_TRUE(module);
  EXPECT_EQ(module->scheme, ArtifactScheme::registry);
  EXPECT_EQ(module->fully_qualified, "br:example.azurecr.io/bicep/x:v1");
  const auto local = resolve_artifact("./lib/x.bicep", "/w/main.bicep", configuration, ArtifactUse::module);
  ASSERT_TRUE(local);
  EXPECT_EQ(local->file, "/w/lib/x.bicep");
  EXPECT_FALSE(resolve_artifact("br:nonsense", "/w/main.bicep", configuration, ArtifactUse::module));
}

}  // namespace
}  // namespace fleetlint::compiler
