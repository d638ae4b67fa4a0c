"""DescribeHistory (Tidemark's own). Source: issue 3, packaging/tidemark-api.7."""
from conftest import create, tidemark


def test_tells_the_extent(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    create(client, "kept")
    create(client, "gone")
    client.put_item(TableName="kept", Item={"pk": {"S": "a"}})
    client.delete_table(TableName="gone")
    tidemark(server.url, "CreateBookmark", BookmarkName="b")
    history = tidemark(server.url, "DescribeHistory")["HistoryDescription"]
    assert history["EarliestReadableDateTime"] <= history["LatestChangeDateTime"]
    assert history["FirstSequenceNumber"] == "000000000000000000001"
    assert history["LastSequenceNumber"] > history["FirstSequenceNumber"]
    assert history["SizeBytes"] > 0 and history["SegmentCount"] >= 1
    assert history["RetentionSeconds"] == 35 * 24 * 3600
    assert history["RetentionSizeBytes"] == 20 << 30
    assert history["BookmarkCount"] == 4  # two made, one deleted, one by hand
    tables = [(table["TableName"], table["TableStatus"], "DeletionDateTime" in table) for table in history["Tables"]]
    assert tables == [("kept", "ACTIVE", False), ("gone", "DELETED", True)]
