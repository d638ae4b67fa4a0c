"""CreateBookmark (Tidemark's own). Source: issue 3, packaging/tidemark-api.7."""
import time

import pytest
from conftest import tidemark


def test_names_the_moment(url, client, table):
    begin = time.time()
    client.put_item(TableName=table, Item={"pk": {"S": "a"}})
    bookmark = tidemark(url, "CreateBookmark", BookmarkName="before the import \u00e9")["BookmarkDescription"]
    assert sorted(bookmark) == ["BookmarkDateTime", "BookmarkId", "BookmarkKind", "BookmarkName", "SequenceNumber"]
    assert (bookmark["BookmarkName"], bookmark["BookmarkKind"]) == ("before the import \u00e9", "MANUAL")
    assert begin - 1 < bookmark["BookmarkDateTime"] < time.time() + 1
    assert len(bookmark["SequenceNumber"]) == 21
    version = tidemark(url, "ListItemVersions", TableName=table, Key={"pk": {"S": "a"}})["Versions"][0]
    assert bookmark["SequenceNumber"] >= version["SequenceNumber"]


@pytest.mark.parametrize("name, text", [
    (None, "1 validation error detected: Value null at 'bookmarkName' failed to satisfy constraint: Member must not be null"),
    ("", "1 validation error detected: Value '' at 'bookmarkName' failed to satisfy constraint: Member must have length greater than or equal to 1"),
])
def test_a_name_is_needed(url, name, text):
    assert tidemark(url, "CreateBookmark", BookmarkName=name) == ("ValidationException", text)


def test_the_name_has_at_most_255_bytes(url):
    assert tidemark(url, "CreateBookmark", BookmarkName="x" * 255)["BookmarkDescription"]["BookmarkName"] == "x" * 255
    assert tidemark(url, "CreateBookmark", BookmarkName="x" * 256)[0] == "ValidationException"
