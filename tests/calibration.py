#!/usr/bin/env python3
"""How right the confidence of a mention is, on the gold documents.

    calibration.py SCORE_PY DANCHIEU            two lines: one minus the ECE, and how many of the sure are right
    calibration.py SCORE_PY DANCHIEU --table    rule, confidence, right, seen: the counts that
        src/parse/confidence.tsv has under the score that the rule gives itself

The counts of that table were made on these documents, so the two lines say how well the
table fits, not how well it would do elsewhere.

A mention is right when the gold has one there of the same form (numbered and titled count
as one), with the same number, and with the same extent where the scorer asks for it.
Standard library only; the pairing is the scorer's own.
"""
import collections
import importlib.util
import json
import os
import sys

FORMS = {"numbered": "document", "titled": "document"}


def load(path):
    spec = importlib.util.spec_from_file_location("score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def is_right(score, gold, mention):
    form = lambda m: FORMS.get(m["form"], m["form"])
    if form(gold) != form(mention):
        return False
    if gold["form"] in ("numbered", "own"):
        if not score.any_of(gold.get("number"), mention.get("number"), score.norm_number):
            return False
    extent = (gold["s"], gold["e"]) == (mention["s"], mention["e"])
    return extent or gold["form"] not in FORMS


def judged(score, binary):
    """Yields (mention, right) for every mention on which the gold is sure."""
    folder = os.path.dirname(score.__file__)
    path = lambda d: os.path.join(folder, "texts", d["gid"] + ".txt")
    with open(os.path.join(folder, "gold.jsonl"), encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines if line.strip()]
    found = score.run(binary, [os.path.abspath(path(d)) for d in documents])
    for document in documents:
        with open(path(document), encoding="utf-8", newline="") as file:
            text = file.read()
        gold = [score.locate(text, dict(g)) for g in document["mentions"]]
        mentions = score.to_chars(text, found[os.path.abspath(path(document))])
        partner = {j: i for i, j in score.pair(gold, mentions)}
        for j, mention in enumerate(mentions):
            if j not in partner:
                yield mention, False
            elif not gold[partner[j]].get("unsure"):
                yield mention, is_right(score, gold[partner[j]], mention)


def expected_calibration_error(pairs):
    """Ten bins of equal width, weighted by how much is in them."""
    bins = collections.defaultdict(list)
    for mention, right in pairs:
        bins[min(int(mention["confidence"] * 10), 9)].append((mention["confidence"], right))
    gap = lambda b: abs(sum(c for c, _ in b) - sum(r for _, r in b))
    return sum(gap(b) for b in bins.values()) / max(len(pairs), 1)


def main():
    score = load(sys.argv[1])
    pairs = list(judged(score, sys.argv[2]))
    if "--table" in sys.argv:
        rows = collections.defaultdict(lambda: [0, 0])
        for mention, right in pairs:
            row = rows[mention["rule"], mention["confidence"]]
            row[0] += right
            row[1] += 1
        for rule in sorted(rows, key=lambda r: (-rows[r][1], r)):
            print(*rule, *rows[rule], sep="\t")
        return
    sure = [right for mention, right in pairs if mention["confidence"] >= 0.9]
    print(f"1 - calibration error {1 - expected_calibration_error(pairs):.4f}")
    print(f"sure and right {sum(sure) / max(len(sure), 1):.4f}")


if __name__ == "__main__":
    main()
