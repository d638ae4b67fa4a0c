// Statuses and __type names: facts/validation.md section 1.
#include <gtest/gtest.h>

#include "engine/wire/codec.h"

namespace engine::wire {
namespace {

struct Case {
    ErrorKind kind;
    int status;
    const char* body;
};

const Case cases[] = {
    {ErrorKind::Validation, 400,
     R"({"__type":"com.amazon.coral.validate#ValidationException","message":"text"})"},
    {ErrorKind::Serialization, 400,
     R"({"__type":"com.amazon.coral.service#SerializationException","Message":"text"})"},
    {ErrorKind::UnknownOperation, 400,
     R"({"__type":"com.amazon.coral.service#UnknownOperationException","message":"text"})"},
    {ErrorKind::ResourceNotFound, 400,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"text"})"},
    {ErrorKind::ResourceInUse, 400,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceInUseException","message":"text"})"},
    {ErrorKind::LimitExceeded, 400,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#LimitExceededException","message":"text"})"},
    {ErrorKind::ConditionalCheckFailed, 400,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"text"})"},
    {ErrorKind::ItemCollectionSizeLimitExceeded, 400,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#ItemCollectionSizeLimitExceededException","message":"text"})"},
    {ErrorKind::AccessDenied, 400,
     R"({"__type":"com.amazon.coral.service#AccessDeniedException","message":"text"})"},
    {ErrorKind::MissingAuthenticationToken, 400,
     R"({"__type":"com.amazon.coral.service#MissingAuthenticationTokenException","message":"text"})"},
    {ErrorKind::IncompleteSignature, 400,
     R"({"__type":"com.amazon.coral.service#IncompleteSignatureException","message":"text"})"},
    {ErrorKind::RequestTooLarge, 413, ""},
    {ErrorKind::InternalServerError, 500,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"text"})"},
    {ErrorKind::DiskFull, 500,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"text"})"},
    {ErrorKind::Corrupt, 500,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"text"})"},
    {ErrorKind::Io, 500,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"text"})"},
    {ErrorKind::Cancelled, 500,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"text"})"},
};

TEST(EncodeError, EveryKind) {
    for (const Case& c : cases) {
        const auto answer = encodeError(Error{c.kind, "text", {}});
        EXPECT_EQ(answer.status, c.status) << c.body;
        EXPECT_EQ(answer.body, c.body);
    }
}

TEST(EncodeError, ReasonsOfACancelledTransaction) {
    const auto answer = encodeError(Error::transactionCanceled(
        {{}, {"ConditionalCheckFailed", "failed", values::EncodedItem().bytes()}}));
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body,
              R"({"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",)"
              R"("Message":"Transaction cancelled, please refer cancellation reasons for specific )"
              R"(reasons [None, ConditionalCheckFailed]","CancellationReasons":[{"Code":"None"},)"
              R"({"Code":"ConditionalCheckFailed","Message":"failed","Item":{}}]})");
}

TEST(EncodeError, AnEmptyMessageIsLeftOut) {
    EXPECT_EQ(encodeError(Error::serialization("")).body,
              R"({"__type":"com.amazon.coral.service#SerializationException"})");
}

TEST(EncodeError, AFailedConditionCanCarryTheItem) {
    const auto item = decodeItem(R"({"pk":{"S":"a"}})");
    ASSERT_TRUE(item.hasValue());
    const auto answer =
        encodeError(Error::conditionalCheckFailed(values::EncodedItem(*item).bytes()));
    EXPECT_EQ(answer.body,
              R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",)"
              R"("message":"The conditional request failed","Item":{"pk":{"S":"a"}}})");
}

TEST(EncodeError, MessagesAreEscaped) {
    EXPECT_EQ(
        encodeError(Error::validation("a \"b\"\n")).body,
        R"({"__type":"com.amazon.coral.validate#ValidationException","message":"a \"b\"\n"})");
}

}  // namespace
}  // namespace engine::wire
