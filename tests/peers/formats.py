#!/usr/bin/env python3
"""Opens what `danchieu export` writes with the readers of others, without edits.

    python3 tests/peers/formats.py BINARY STORE [words of the question …]

Each format must give the same documents, titles and relations as JSON Lines. A reader that
is not installed is told and passed over: networkx (GraphML, GEXF), Graphviz or pydot (DOT),
rdflib (JSON-LD), cypherast or antlr4-cypher (Cypher), node with the packages mermaid and
jsdom in NODE_PATH (Mermaid). Exit 1 if anything differs, 77 if there is no reader at all.
"""

import collections
import csv
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

BINARY, STORE, *QUESTION = sys.argv[1:]
csv.field_size_limit(1 << 30)
faults, opened, readers = [], [], []


def export(form):
    words = [BINARY, "export", "--format", form, "--store", STORE, *QUESTION]
    done = subprocess.run(words, capture_output=True, timeout=600)
    # 1 is "nothing found": no edges. Anything else is a failure, a crash too.
    if done.returncode not in (0, 1):
        raise SystemExit(f"{words}: {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode("utf-8")


def check(name, wanted, got, reader=True):
    """Compares; `reader` says whether a program of others told what was got."""
    opened.append(name)
    if reader:
        readers.append(name)
    same = wanted == got
    print(f"{'ok   ' if same else 'WRONG'} {name}")
    if not same:
        faults.append(name)
        extra = list((collections.Counter(got) - collections.Counter(wanted)).items())[:3]
        missing = list((collections.Counter(wanted) - collections.Counter(got)).items())[:3]
        print("   missing:", str(missing)[:600])
        print("   extra:  ", str(extra)[:600])


def skip(name, why):
    print(f"skipped: {name}: no {why}")


def plain(text):
    """Line breaks, blanks and what XML cannot hold are no part of a title."""
    text = text if isinstance(text, str) else ""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]", "\ufffd", text)
    return " ".join(text.split())


rows = [json.loads(line) for line in export("jsonl").split("\n") if line]
if not rows:
    raise SystemExit("no citation: nothing would be compared")
# Two documents may bear one key, so links are compared as bags of (key, relation, key).
links = sorted(
    {
        (r["source"]["key"], json.dumps(r["source"]), r["relation"], r["target"]["key"], json.dumps(r["target"]))
        for r in rows
    }
)
pairs = sorted((a, r, b) for a, _, r, b, _ in links)
titles = {}
for r in rows:
    for end in (r["source"], r["target"]):
        titles[json.dumps(end)] = (end["key"], plain(end["title"]))
documents = sorted(titles.values())

data = json.loads(export("json"))
check("json", [json.dumps(r) for r in rows], [json.dumps(r) for r in data], reader=False)
table = list(csv.DictReader(io.StringIO(export("csv"))))
check(
    "csv",
    [(r["source"]["key"], r["relation"], r["target"]["key"], r["evidence"]["quote"], r["target"]["title"] or "") for r in rows],
    [(r["source_key"], r["relation"], r["target_key"], r["quote"], r["target_title"]) for r in table],
    reader=False,
)

try:
    import networkx as nx

    for form, read in [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)]:
        g = read(io.BytesIO(export(form).encode()))
        key, title = dict(g.nodes(data="key")), dict(g.nodes(data="title"))
        touched = {n for e in g.edges() for n in e}
        check(f"{form}: documents", documents, sorted((key[n], plain(title.get(n))) for n in touched))
        check(f"{form}: links", pairs, sorted((key[a], d["relation"], key[b]) for a, b, d in g.edges(data=True)))
except ImportError:
    skip("graphml, gexf", "networkx")

dot = export("dot")
if shutil.which("dot"):
    drawn = subprocess.run(["dot", "-Tdot_json" if len(links) > 3000 else "-Tjson0"], input=dot.encode(), capture_output=True)
    if drawn.returncode:
        check("dot: Graphviz", "", drawn.stderr.decode()[:300])
    else:
        made = json.loads(drawn.stdout)
        got = len([o for o in made.get("objects", []) if "label" in o]), len(made.get("edges", []))
        numbers = len(re.findall(r"^  n\d+ \[", dot, re.M))
        check("dot: Graphviz", [(numbers, len(links))], [got])
    if len(links) < 1500:
        svg = subprocess.run(["dot", "-Tsvg"], input=dot.encode(), capture_output=True)
        check("dot -Tsvg", [0, b""], [svg.returncode, svg.stderr])
else:
    skip("dot", "Graphviz")
try:
    import pydot

    if len(links) < 3000:
        read = pydot.graph_from_dot_data(dot)
        check("dot: pydot", [len(links)], [len(read[0].get_edges())] if read else [])
except ImportError:
    skip("dot", "pydot")

try:
    import rdflib

    g = rdflib.Graph().parse(data=export("json-ld"), format="json-ld")
    s, dc = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("urn:danchieu:relation:")
    key = {n: str(k) for n, k in g.subject_objects(s.identifier)}
    got = sorted(
        (key[g.value(c, dc.source)], str(g.value(c, dc.relation)), key[g.value(c, dc.target)])
        for c in g.subjects(rdflib.RDF.type, dc.Citation)
    )
    check("json-ld: links", pairs, got)
    touched = {g.value(c, p) for c in g.subjects(rdflib.RDF.type, dc.Citation) for p in (dc.source, dc.target)}
    got = sorted((key[n], plain(g.value(n, s.headline))) for n in touched)
    check("json-ld: documents", documents, got)
except ImportError:
    skip("json-ld", "rdflib")

cypher = [line for line in export("cypher").split("\n") if line]
sample = cypher[:: max(1, len(cypher) // 400)]
try:
    import cypherast

    from cypherast.executor import Graph

    # It runs one statement at a time, without its semicolon, and knows no constraints.
    store = Graph()
    if len(links) < int(os.environ.get("PEERS_MOST", 300)):
        for line in (l for l in cypher if not l.startswith("CREATE CONSTRAINT")):
            cypherast.run(line.removesuffix(";"), graph=store)
        told = cypherast.run("MATCH (a)-[r]->(b) RETURN a.key, type(r), b.key", graph=store)
        got = sorted((a, r.lower(), b) for a, r, b in told.rows)
        check("cypher: cypherast runs it", pairs, got)
        told = cypherast.run("MATCH (a)--() RETURN DISTINCT a.id, a.key, a.title", graph=store)
        got = sorted((k, plain(t)) for _, k, t in told.rows)
        check("cypher: documents", documents, got)
except ImportError:
    skip("cypher", "cypherast")
try:
    import antlr4
    from antlr4.error.ErrorListener import ErrorListener
    import antlr4_cypher

    class Faults(ErrorListener):
        def __init__(self):
            self.all = []

        def syntaxError(self, recognizer, symbol, line, column, message, e):
            self.all.append(message)

    wrong = []
    # The grammar knows no schema commands of Neo4j.
    for line in (l for l in sample if not l.startswith("CREATE CONSTRAINT")):
        parser = antlr4_cypher.CypherParser(antlr4.CommonTokenStream(antlr4_cypher.CypherLexer(antlr4.InputStream(line))))
        faults_of = Faults()
        parser.removeErrorListeners()
        parser.addErrorListener(faults_of)
        parser.script()
        wrong += [(line[:200], m) for m in faults_of.all]
    check("cypher: antlr4-cypher", [], wrong)
except ImportError:
    skip("cypher", "antlr4-cypher")
strings = [s for line in cypher for s in re.findall(r"'(?:[^'\\]|\\.)*'", line)]
stray = [line for line in cypher if "'" in re.sub(r"'(?:[^'\\]|\\.)*'", "", line)]
check("cypher: quotes close", [], stray, reader=False)

mermaid = export("mermaid")
lines = mermaid.rstrip("\n").split("\n")
node = re.compile(r'  n\d+\["[^"<>]*"\]$')
link = re.compile(r"  n\d+ -->\|[a-z_]+\| n\d+$")
check("mermaid: lines", [], [l for l in lines[1:] if not node.match(l) and not link.match(l)], reader=False)
check("mermaid: links", [len(links)], [sum(bool(link.match(l)) for l in lines)], reader=False)
PARSE = """
for (const name of ['jsdom', 'mermaid']) {
  try { require.resolve(name); } catch { console.log(name); process.exit(77); }
}
const { JSDOM } = require('jsdom');
const dom = new JSDOM('');
global.window = dom.window; global.document = dom.window.document;
import(require.resolve('mermaid')).then(async (m) => {
  const text = require('fs').readFileSync(0, 'utf8');
  m.default.initialize({ maxEdges: 1e6, maxTextSize: 1e8 });
  await m.default.parse(text); console.log('parsed');
}).catch((e) => { console.log(String(e).slice(0, 400)); });
"""
if shutil.which("node") and os.environ.get("NODE_PATH"):
    with tempfile.NamedTemporaryFile("w", suffix=".cjs") as script:
        script.write(PARSE)
        script.flush()
        done = subprocess.run(["node", script.name], input=mermaid.encode(), capture_output=True)
    said = (done.stdout + done.stderr).decode().strip()[:600]
    if done.returncode == 77:
        skip("mermaid", f"package {said}")
    else:
        check("mermaid: mermaid", ["parsed", 0], [said, done.returncode])
else:
    skip("mermaid", "node with mermaid")

print(f"{len(documents)} documents, {len(links)} links; {len(opened)} checks, {len(faults)} wrong")
if not faults and not readers:
    print("skipped: no reader at all")
    sys.exit(77)
sys.exit(1 if faults else 0)
