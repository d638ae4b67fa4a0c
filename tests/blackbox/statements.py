"""What the tests of PartiQL share."""
from conftest import raw

MALFORMED = "Statement wasn't well formed, can't be processed: "


def execute(url, statement, *parameters, headers=None, **more):
    """The answer of ExecuteStatement; the error's name and text when it is refused."""
    body = {"Statement": statement, **more}
    if parameters:
        body["Parameters"] = list(parameters)
    status, answer = raw(url, "ExecuteStatement", body, headers=headers)
    return answer if status == 200 else (answer["__type"].split("#")[1], answer.get("message", answer.get("Message")))


def items(url, statement, *parameters, **more):
    answer = execute(url, statement, *parameters, **more)
    assert isinstance(answer, dict), answer
    return answer["Items"]


def validation(url, statement, *parameters, **more):
    """The text of the ValidationException that the statement is refused with."""
    answer = execute(url, statement, *parameters, **more)
    assert isinstance(answer, tuple) and answer[0] == "ValidationException", answer
    return answer[1]


def every_page(url, statement, *parameters, **more):
    """All items, page by page; no page evaluates more than Limit."""
    found, token = [], {}
    while True:
        page = execute(url, statement, *parameters, **more, **token)
        assert isinstance(page, dict), page
        found += page["Items"]
        if "NextToken" not in page:
            return found
        token = {"NextToken": page["NextToken"]}
