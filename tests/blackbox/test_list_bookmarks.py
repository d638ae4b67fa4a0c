"""ListBookmarks (Tidemark's own). Source: issue 3, packaging/tidemark-api.7."""
from conftest import create, tidemark


def names(bookmarks):
    return [(bookmark["BookmarkKind"], bookmark["BookmarkName"]) for bookmark in bookmarks]


def test_lists_them_by_age_over_restarts(start, directory):
    server = start("serve", "--dir", directory, "--port", "0")
    create(server.client(), "abc")
    for number in range(3):
        tidemark(server.url, "CreateBookmark", BookmarkName=f"mine {number}")
    server.client().delete_table(TableName="abc")
    expected = [("SCHEMA_CHANGE", "CreateTable abc"), ("MANUAL", "mine 0"), ("MANUAL", "mine 1"), ("MANUAL", "mine 2"),
                ("SCHEMA_CHANGE", "DeleteTable abc")]
    assert names(tidemark(server.url, "ListBookmarks")["Bookmarks"]) == expected
    server.kill()
    server = start("serve", "--dir", directory, "--port", "0")
    answer = tidemark(server.url, "ListBookmarks")
    # The mark of the restart is written after the endpoint answers.
    assert names(answer["Bookmarks"])[:5] == expected
    tidemark(server.url, "CreateBookmark", BookmarkName="last")
    answer = tidemark(server.url, "ListBookmarks")
    assert names(answer["Bookmarks"]) == expected + [("RESTART", "Restart"), ("MANUAL", "last")]
    times = [bookmark["BookmarkDateTime"] for bookmark in answer["Bookmarks"]]
    assert times == sorted(times)


def test_switching_continuous_backups_leaves_one(url, client):
    create(client, "marked")
    for enabled in (True, True, False):
        client.update_continuous_backups(
            TableName="marked", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": enabled})
    kept = names(tidemark(url, "ListBookmarks", Limit=1000)["Bookmarks"])
    assert kept.count(("SCHEMA_CHANGE", "UpdateContinuousBackups marked")) == 2


def test_pages(url):
    for number in range(5):
        tidemark(url, "CreateBookmark", BookmarkName=f"page {number}")
    whole = tidemark(url, "ListBookmarks", Limit=1000)
    assert "LastEvaluatedBookmarkId" not in whole
    paged, start = [], {}
    while start is not None:
        page = tidemark(url, "ListBookmarks", Limit=2, **start)
        assert 1 <= len(page["Bookmarks"]) <= 2
        paged += page["Bookmarks"]
        last = page.get("LastEvaluatedBookmarkId")
        start = {"ExclusiveStartBookmarkId": last} if last else None
    assert paged == whole["Bookmarks"]


def test_refuses_bad_limits(url):
    for limit in 0, 1001:
        assert tidemark(url, "ListBookmarks", Limit=limit)[0] == "ValidationException"
