"""Verify (Tidemark's own). Source: issue 3, packaging/tidemark-api.7; damages: test_verify_command.py."""
from conftest import create, tidemark


def test_reports_a_clean_database(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    client = server.client()
    create(client, "abc", definitions=[{"AttributeName": "v", "AttributeType": "S"}], GlobalSecondaryIndexes=[
        {"IndexName": "byV", "KeySchema": [{"AttributeName": "v", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}])
    for number in range(30):
        client.put_item(TableName="abc", Item={"pk": {"S": str(number)}, "v": {"S": "x"}})
    tidemark(server.url, "CreateBookmark", BookmarkName="b")
    report = tidemark(server.url, "Verify")["VerifyReport"]
    assert (report["IsClean"], report["FindingCount"], report["Findings"]) == (True, 0, [])
    assert (report["TableCount"], report["ItemCount"], report["IndexEntryCount"]) == (1, 30, 30)
    assert report["ChangeCount"] >= 30 and report["PageCount"] > 0 and report["CheckedSizeBytes"] > 0
    client.put_item(TableName="abc", Item={"pk": {"S": "after"}})  # it goes on working
