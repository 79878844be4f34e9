#!/usr/bin/env python3
"""Asks danchieu questions about its graph and works the answers out again with networkx.

    python3 tests/peers/graph.py BINARY STORE

The graph is what `export --format graphml` writes, as networkx reads it; so the reader is
checked with the answers. Prints one line a question; exit 1 if any answer differs, 77 if
networkx is missing.
"""

import collections
import io
import json
import math
import subprocess
import sys

try:
    import networkx as nx
except ImportError:
    print("skipped: no networkx")
    sys.exit(77)

BINARY, STORE = sys.argv[1:3]
SAMPLE = int(sys.argv[3]) if len(sys.argv) > 3 else 12
BASIS = {"based_on", "implements", "guides", "issued_with", "consolidates"}
CASCADE = {"implements", "guides", "issued_with"}
REVIEW = BASIS | {"cites"}
faults, answers = [], []


def run(*words):
    done = subprocess.run(
        [BINARY, *words, "--store", STORE], capture_output=True, timeout=600
    )
    # 1 is "nothing found"; anything else is a failure, a crash too.
    if done.returncode not in (0, 1):
        raise SystemExit(f"{words}: {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode()


def rows(*words):
    return [json.loads(line) for line in run(*words, "--format", "jsonl").split("\n")[:-1]]


def check(name, wanted, got):
    same = wanted == got
    print(f"{'ok   ' if same else 'WRONG'} {name}: {len(got)}")
    answers.append(len(got))
    if not same:
        faults.append(name)
        print("   networkx:", str(wanted)[:400])
        print("   danchieu:", str(got)[:400])


multi = nx.read_graphml(io.StringIO(run("export", "--format", "graphml")))
key = dict(multi.nodes(data="key"))
count = collections.Counter(key.values())
edges = collections.defaultdict(set)
weight = collections.Counter()
for a, b, data in multi.edges(data=True):
    edges[a, b].add(data["relation"])
    weight[a, b] += data["weight"]


def graph(relations=None):
    g = nx.DiGraph()
    g.add_nodes_from(multi)
    kept = (e for e, r in edges.items() if relations is None or r & relations)
    g.add_edges_from(e for e in kept if e[0] != e[1])
    return g


whole = graph()
print(f"     graph: {whole.number_of_nodes()} documents, {whole.number_of_edges()} pairs")
if not whole.number_of_edges():
    raise SystemExit("no edge: nothing would be compared")

# A sample that does not depend on the order of the file: unique keys, the best connected
# and some others.
unique = [n for n in sorted(whole, key=key.get) if count[key[n]] == 1]
busy = sorted(unique, key=lambda n: (-whole.degree(n), key[n]))[: SAMPLE // 2]
step = max(1, len(unique) // max(1, SAMPLE - len(busy)))
sample = busy + [n for n in unique[::step] if n not in busy][: SAMPLE - len(busy)]


def keys(nodes):
    return sorted(key[n] for n in nodes)


def everywhere(nodes):
    """Names are compared as bags: two documents may bear one key."""
    return dict(collections.Counter(keys(nodes)))


for n in sample:
    name = key[n]
    near = {a for a, b in edges if b == n}
    got = {}
    for row in rows("cited-by", name):
        got.setdefault(row["source"]["key"], set()).add(row["relation"])
    wanted = {}
    for a in near:
        wanted.setdefault(key[a], set()).update(edges[a, n])
    check(f"cited-by {name}", wanted, got)

    got = {}
    for row in rows("cites", name):
        got.setdefault(row["target"]["key"], set()).add(row["relation"])
    wanted = {}
    for b in {b for a, b in edges if a == n}:
        wanted.setdefault(key[b], set()).update(edges[n, b])
    check(f"cites {name}", wanted, got)

    for command, relations, back in [
        ("basis", BASIS, False),
        ("cascade", CASCADE, True),
        ("review", REVIEW, True),
    ]:
        walked = graph(relations)
        walked = walked.reverse() if back else walked
        depth = nx.single_source_shortest_path_length(walked, n)
        wanted = collections.Counter((key[m], d) for m, d in depth.items() if m != n)
        far = "source" if back else "target"
        got = collections.Counter(
            (row[far]["key"], row["depth"]) for row in rows(command, name)
        )
        check(f"{command} {name}", dict(wanted), dict(got))


def ways(source, target):
    """All shortest ways as lists of keys; in the other direction if there is none."""
    for g, turn in [(whole, 1), (whole.reverse(copy=False), -1)]:
        if nx.has_path(g, source, target):
            found = nx.all_shortest_paths(g, source, target)
            return sorted([key[n] for n in way][::turn] for way in found)
    return []


def told(source, target):
    found, way = [], []
    for row in rows("path", key[source], key[target], "--limit", "100000"):
        if row["depth"] == 1 and way:
            found.append(way)
            way = []
        way.append((row["source"]["key"], row["target"]["key"]))
    found += [way] if way else []
    # Backwards the ways are told from A on, against the edges.
    return sorted(
        [a for a, _ in w] + [w[-1][1]]
        if all(w[i][1] == w[i + 1][0] for i in range(len(w) - 1)) and w[0][0] == key[source]
        else [b for _, b in w][::-1][:0] + [w[-1][0]] + [b for _, b in reversed(w)]
        for w in found
    )


for i, a in enumerate(sample[:6]):
    b = sample[(i * 5 + 3) % len(sample)]
    if a != b:
        check(f"path {key[a]} {key[b]}", ways(a, b), told(a, b))


def near_enough(wanted, measure, digits):
    got = rows("rank", "--by", measure, "--limit", "0")
    got = sorted((r["document"]["key"], round(r["score"], digits)) for r in got)
    wanted = sorted((key[n], round(s, digits)) for n, s in wanted if s > 0)
    if len(wanted) == len(got):
        off = max((abs(w[1] - g[1]) for w, g in zip(wanted, got)), default=0)
        same = all(w[0] == g[0] for w, g in zip(wanted, got))
        if same and off <= 2 * 10**-digits:
            print(f"ok    rank --by {measure}: {len(got)}")
            answers.append(len(got))
            return
    check(f"rank --by {measure}", wanted, got)


near_enough(whole.in_degree(), "cited", 6)
near_enough(whole.out_degree(), "citing", 6)
near_enough(nx.core_number(whole).items(), "core", 6)

places = collections.Counter()
for line in run("export", "--format", "jsonl").split("\n")[:-1]:
    row = json.loads(line)
    if row["source"] != row["target"]:
        places[row["target"]["key"], json.dumps(row["target"])] += round(100 * row["confidence"])
got = sorted((r["document"]["key"], round(100 * r["score"])) for r in rows("rank", "--by", "weighted", "--limit", "0"))
check("rank --by weighted", sorted((k, s) for (k, _), s in places.items()), got)

try:
    rank = nx.pagerank(whole, alpha=0.85, tol=1e-13, max_iter=1000)
    # The program stops after a fixed number of rounds.
    near_enough(rank.items(), "page-rank", 5)
except ImportError:
    print("skipped: page-rank: no scipy")


def related(n):
    """Co-citation and coupling; a shared document weighs 1 / ln(1 + how many share it)."""
    score = collections.Counter()
    for there, back in [(whole.predecessors, whole.successors), (whole.successors, whole.predecessors)]:
        for shared in there(n):
            others = set(back(shared))
            for other in others - {n}:
                score[other] += 1 / math.log(1 + len(others))
    return score


for n in sample:
    wanted = sorted((key[m], round(s, 4)) for m, s in related(n).items())
    got = rows("related", key[n], "--limit", "0")
    got = sorted((r["document"]["key"], round(r["score"], 4)) for r in got)
    if [w[0] for w in wanted] == [g[0] for g in got] and all(
        abs(w[1] - g[1]) < 2e-4 for w, g in zip(wanted, got)
    ):
        print(f"ok    related {key[n]}: {len(got)}")
        answers.append(len(got))
    else:
        check(f"related {key[n]}", wanted, got)

told_nothing = not any(answers)
print(f"{len(answers)} answers, {len(faults)} differ{', all are empty' if told_nothing else ''}")
sys.exit(1 if faults or told_nothing else 0)
