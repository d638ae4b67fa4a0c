#include "engine/values/document_path.h"

#include <gtest/gtest.h>

namespace engine::values {
namespace {

TEST(DocumentPath, PrintsItselfAsTheServiceDoes) {
    EXPECT_EQ((DocumentPath{{"a", "b", 2U, "c"}}).toErrorText(), "[a, b, [2], c]");
    EXPECT_EQ((DocumentPath{{"a"}}).toErrorText(), "[a]");
    EXPECT_EQ((DocumentPath{{"a", 4294967295U}}).toErrorText(), "[a, [4294967295]]");
}

TEST(DocumentPath, KnowsItsAttribute) {
    const DocumentPath nested{{"a.b", 0U}};
    EXPECT_EQ(nested.attributeName(), "a.b");
    EXPECT_FALSE(nested.isTopLevel());
    EXPECT_TRUE((DocumentPath{{"a"}}).isTopLevel());
    EXPECT_NE(nested, (DocumentPath{{"a.b", 1U}}));
    EXPECT_NE((DocumentPath{{"a", "0"}}), (DocumentPath{{"a", 0U}}));
}

}  // namespace
}  // namespace engine::values
