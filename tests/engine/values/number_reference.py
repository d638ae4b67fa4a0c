"""What DynamoDB's Number must do, said a second time with Python's own integers and decimals.

Writes one case per line, fields separated by tabs, always the same lines for the same seed:
  text   TEXT  canonical text or error   size or 0
  order  TEXT  TEXT  -1, 0 or 1
  sum    TEXT  TEXT  canonical text or error
  diff   TEXT  TEXT  canonical text or error
The rules are those of facts/numbers-and-keys.md section 1 and facts/validation.md section 5.
"""

import decimal
import random
import re
import sys

SEED = 20261121
DIGITS_MAX = 38
EXPONENT_MAX = 125
EXPONENT_MIN = -130
GRAMMAR = re.compile(r"([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?")

decimal.getcontext().prec = 1000


def canonical(value):
    if value == 0:
        return "0"
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


def judge(value, too_many):
    """Canonical text of a number that is not zero, or the error it must give."""
    sign, digits, exponent = value.as_tuple()
    text = "".join(map(str, digits)).rstrip("0")
    leading = exponent + len(digits) - 1
    if leading > EXPONENT_MAX:
        return "overflow"
    if leading < EXPONENT_MIN:
        return "underflow"
    return too_many if len(text) > DIGITS_MAX else canonical(value)


def read(text):
    match = GRAMMAR.fullmatch(text)
    if not match:
        return "malformed"
    sign, whole, fraction, bare, exponent = match.groups()
    whole, fraction = whole or "", fraction or bare or ""
    exponent = int(exponent or 0)
    if abs(exponent) >= 2**63:
        return "malformed"
    digits = (whole + fraction).lstrip("0")
    if not digits:
        if exponent > EXPONENT_MAX + len(fraction):
            return "overflow"
        return "underflow" if exponent < EXPONENT_MIN else "0"
    exponent -= len(fraction)
    if abs(exponent) > 10**6:
        return "overflow" if exponent > 0 else "underflow"
    value = decimal.Decimal((1 if sign == "-" else 0, tuple(map(int, digits)), exponent))
    return judge(value, "precision")


def size(text):
    value = text.lstrip("-")
    if value == "0":
        return 1
    whole, _, fraction = value.partition(".")
    whole = whole.lstrip("0")
    if not fraction:
        whole = whole.rstrip("0")
    if not whole:
        fraction = fraction.lstrip("0")
    return 1 + (len(whole) + 1) // 2 + (len(fraction) + 1) // 2 + text.startswith("-")


def add(left, right):
    value = decimal.Decimal(left) + decimal.Decimal(right)
    return "0" if value == 0 else judge(value, "overflow")


class Generator:
    def __init__(self):
        self.random = random.Random(SEED)

    def digits(self):
        count = self.random.choice((1, 1, 2, 3, 4, 9, 10, 17, 18, 19, 20, 36, 37, 38, 39, 40))
        kind = self.random.randrange(4)
        if kind == 0:
            return "9" * count
        if kind == 1:
            return "1" + "0" * (count - 1)
        return "".join(self.random.choice("0123456789") for _ in range(count))

    def exponent(self):
        kind = self.random.randrange(4)
        if kind == 0:
            return self.random.choice((-132, -131, -130, -129, -93, -92, 86, 87, 88, 125, 126))
        if kind == 1:
            return self.random.randint(-135, 130)
        return self.random.randint(-6, 6)

    def text(self):
        text = self.random.choice(("", "", "", "-", "-", "+")) + "0" * self.random.choice((0, 0, 3))
        digits = self.digits() + "0" * self.random.choice((0, 0, 0, 1, 2, 40))
        point = self.random.choice((0, len(digits), self.random.randrange(len(digits) + 1)))
        text += digits[:point]
        if point < len(digits) or self.random.random() < 0.1:
            text += "." + digits[point:]
        if self.random.random() < 0.6:
            text += self.random.choice("eE") + self.random.choice(("%d", "%+d")) % self.exponent()
        return text

    def broken_text(self):
        kind = self.random.randrange(3)
        text = self.text()
        if kind == 0:
            at = self.random.randrange(len(text) + 1)
            return text[:at] + self.random.choice("+-.eE x0_,") + text[at:]
        if kind == 1:
            at = self.random.randrange(len(text))
            return text[:at] + text[at + 1:]
        big = self.random.choice((2**31, 2**63)) + self.random.randint(-2, 2)
        return self.random.choice(("1", "0", "0.0", "10", "0.001", "123.45")) + self.random.choice(
            ("e%d", "e-%d")) % big

    def valid(self):
        while True:
            text = read(self.text())
            if text not in ("malformed", "overflow", "underflow", "precision"):
                return text

    def neighbour(self, text):
        """A valid number that differs little: a sign, a digit or a power of ten."""
        kind = self.random.randrange(4)
        if kind == 0:
            changed = text[1:] if text.startswith("-") else "-" + text
        elif kind == 1:
            changed = text + "e" + self.random.choice(("1", "-1", "2", "-2"))
        elif kind == 2:
            at = self.random.choice([i for i, c in enumerate(text) if c.isdigit()])
            changed = text[:at] + self.random.choice("0123456789") + text[at + 1:]
        else:
            changed = text + ("1" if "." in text else ".1")
        result = read(changed)
        return result if result[-1].isdigit() else text

    def pair(self):
        left = self.valid()
        return left, self.neighbour(left) if self.random.random() < 0.6 else self.valid()


def boundaries():
    """Every power of ten and its neighbours, every power of two that fits."""
    for power in range(DIGITS_MAX):
        for value in (10**power - 1, 10**power, 10**power + 1):
            yield str(value)
    for power in range(126):
        yield str(2**power)
        yield "-0." + str(2**power)
    for power in range(EXPONENT_MIN, EXPONENT_MAX + 1):
        yield "1e%d" % power
        yield "-9.9999999999999999999999999999999999999e%d" % power


def main():
    generator = Generator()
    texts = list(boundaries())
    texts += [generator.text() for _ in range(6000)]
    texts += [generator.broken_text() for _ in range(4000)]
    lines = []
    for text in texts:
        result = read(text)
        lines.append(("text", text, result, str(size(result) if result[-1].isdigit() else 0)))
    for _ in range(8000):
        left, right = generator.pair()
        order = decimal.Decimal(left).compare(decimal.Decimal(right))
        lines.append(("order", left, right, str(order)))
    for _ in range(4000):
        left, right = generator.pair()
        lines.append(("sum", left, right, add(left, right)))
        negated = right[1:] if right.startswith("-") else "-" + right
        lines.append(("diff", left, right, add(left, negated)))
    sys.stdout.write("".join("\t".join(line) + "\n" for line in lines))


main()
