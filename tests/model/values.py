"""AttributeValues of the reference model: (type, payload) tuples that compare by meaning.

Written from facts/numbers-and-keys.md, validation.md section 5 and sizes-and-capacity.md section 1.
N is a Decimal, B bytes, sets are frozensets, L a tuple, M a dict; so `==` is DynamoDB's equality.
"""
import base64
import decimal
import functools
import re

EXACT = decimal.Context(prec=700, Emax=99999, Emin=-99999, traps=[decimal.InvalidOperation, decimal.Inexact])
GRAMMAR = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
OVERFLOW = "Number overflow. Attempting to store a number with magnitude larger than supported range"
UNDERFLOW = "Number underflow. Attempting to store a number with magnitude smaller than supported range"
PRECISION = "Attempting to store more than 38 significant digits in a Number"
NESTING = "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit"
INVALID = "One or more parameter values were invalid: "
VALIDATION, NOT_FOUND = "ValidationException", "ResourceNotFoundException"
CONDITION_FAILED = "ConditionalCheckFailedException"
CANCELED = "TransactionCanceledException"


class Refused(Exception):
    """The request is refused: `kinds` are the (type, text) pairs that are right; a text of None is any text.
    Several pairs are right where a request has several faults and facts/ do not say which is told."""

    def __init__(self, text, kind=VALIDATION, **members):
        super().__init__(text)
        self.kinds = [(kind, t) for t in (text if isinstance(text, (list, tuple)) else [text])]
        self.members = members

    def enveloped(self):
        self.kinds = [(k, t and "1 validation error detected: " + t) for k, t in self.kinds]
        return self


def canceled(reasons):
    codes = ", ".join(r["Code"] for r in reasons)
    return Refused(f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]",
                   CANCELED, CancellationReasons=reasons)


@functools.lru_cache(maxsize=65536)
def number(text):
    """The Decimal of a number's text, without trailing zeros."""
    if not GRAMMAR.fullmatch(text):
        raise Refused("The parameter cannot be converted to a numeric value: " + text)
    mantissa, _, exponent = text.lower().partition("e")
    if exponent and abs(int(exponent)) > 9999:
        raise Refused(OVERFLOW if int(exponent) > 0 else UNDERFLOW)
    return fitting(decimal.Decimal(text))


def fitting(value):
    """The value if DynamoDB can store it, without trailing zeros."""
    adjusted = value.adjusted()
    if adjusted > 125:
        raise Refused(OVERFLOW)
    if adjusted < -130:
        raise Refused(UNDERFLOW)
    if not value:
        return decimal.Decimal(0)
    value = value.normalize(EXACT)
    if len(value.as_tuple().digits) > 38:
        raise Refused(PRECISION)
    return value


@functools.lru_cache(maxsize=65536)
def number_text(value):
    return format(value, "f")


def arithmetic(left, operator, right):
    """Exact sum or difference; one that does not fit is an overflow (facts/expressions.md section 5)."""
    result = EXACT.add(left, right) if operator == "+" else EXACT.subtract(left, right)
    try:
        return ("N", fitting(result))
    except Refused as refused:
        raise Refused([OVERFLOW, UNDERFLOW] if refused.kinds[0][1] == UNDERFLOW else OVERFLOW) from None


SET_OF = {"SS": "S", "NS": "N", "BS": "B"}


def scalar(kind, raw):
    if kind == "S":
        return raw
    return number(raw) if kind == "N" else base64.b64decode(raw)


def parse(json, level=1):
    """The value of DynamoDB JSON; raises Refused for what validation.md section 5 refuses."""
    if len(json) != 1:
        raise Refused("Supplied AttributeValue " + ("has more than one datatypes set" if json else "is empty")
                      + ", must contain exactly one of the supported datatypes")
    (kind, raw), = json.items()
    if level > 32:
        raise Refused(NESTING)
    if kind in ("S", "N", "B"):
        return (kind, scalar(kind, raw))
    if kind == "BOOL":
        return (kind, raw)
    if kind == "NULL":
        if raw is not True:
            raise Refused(INVALID + "Null attribute value types must have the value of true")
        return (kind, True)
    if kind == "L":
        return (kind, tuple(parse(v, level + 1) for v in raw))
    if kind == "M":
        return (kind, {name: parse(v, level + 1) for name, v in raw.items()})
    if not raw:
        raise Refused(INVALID + {"SS": "An string set  may not be empty", "NS": "An number set  may not be empty",
                                 "BS": "Binary sets should not be empty"}[kind])
    members = [scalar(SET_OF[kind], r) for r in raw]
    if len(set(members)) < len(members):
        raise Refused(None)
    return (kind, frozenset(members))


def show(value):
    """DynamoDB JSON as the service answers it: canonical numbers, ordered sets."""
    kind, payload = value
    if kind == "N":
        return {kind: number_text(payload)}
    if kind == "B":
        return {kind: base64.b64encode(payload).decode()}
    if kind == "L":
        return {kind: [show(v) for v in payload]}
    if kind == "M":
        return {kind: {name: show(v) for name, v in payload.items()}}
    if kind in SET_OF:
        members = sorted(payload, key=lambda m: m.encode() if kind == "SS" else m)
        return {kind: [next(iter(show((SET_OF[kind], m)).values())) for m in members]}
    return {kind: payload}


def parse_item(json):
    return {name: parse(v) for name, v in json.items()}


def show_item(item):
    return {name: show(v) for name, v in item.items()}


@functools.lru_cache(maxsize=65536)
def number_size(value):
    if not value:
        return 1
    sign, digits, exponent = value.as_tuple()
    whole = min(max(len(digits) + exponent, 0), len(digits))
    return 1 + (whole + 1) // 2 + (len(digits) - whole + 1) // 2 + sign


def size(value):
    kind, payload = value
    if kind == "S":
        return len(payload.encode())
    if kind == "N":
        return number_size(payload)
    if kind == "B":
        return len(payload)
    if kind in ("BOOL", "NULL"):
        return 1
    if kind == "L":
        return 3 + sum(1 + size(v) for v in payload)
    if kind == "M":
        return 3 + sum(1 + len(n.encode()) + size(v) for n, v in payload.items())
    return sum(size((SET_OF[kind], m)) for m in payload)


def item_size(item):
    return sum(len(n.encode()) + size(v) for n, v in item.items())


def depth(value):
    """Levels of nesting: 1 of a scalar or a set."""
    kind, payload = value
    inner = payload if kind == "L" else payload.values() if kind == "M" else ()
    return 1 + max(map(depth, inner), default=0)


def order_key(value):
    """What a key or an ordering comparison sorts by, among values of one type."""
    return value[1].encode() if value[0] == "S" else value[1]
