#!/usr/bin/env python3
"""Makes ratings.csv, the split of it and expected.json in this folder, with a reference evaluator whose path is given.

The ratings are made up: tastes, a habit of watching the next in line, and now and then two of one second. The figures
in expected.json are the reference's, by model and by how much of a context counts, so that another evaluator that reads
the same files can be held to them. Needs numpy, scipy and pandas.
"""
import importlib.util
import json
import pathlib
import random
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
VIEWERS, ITEMS, TASTES = 96, 120, 5


def ratings():
    dice = random.Random(20)
    lines = ["userId,movieId,rating,timestamp"]
    for viewer in range(VIEWERS):
        item, at, seen = dice.randrange(ITEMS), 1_000_000 + dice.randrange(400_000), set()
        for _ in range(12 + dice.randrange(10)):
            kind = dice.random()
            if kind < 0.5:
                item = (item + TASTES) % ITEMS
            elif kind < 0.8:
                item = dice.randrange(ITEMS // TASTES) * TASTES + viewer % TASTES
            else:
                item = min(dice.randrange(ITEMS), dice.randrange(ITEMS))
            at += 4_000 * dice.randrange(4)
            if item not in seen:
                seen.add(item)
                lines.append(f"{viewer + 1},{7 * item + 3},{3 + dice.randrange(3)}.0,{at}")
    (HERE / "ratings.csv").write_text("\n".join(lines) + "\n")


def whole_and_fading(scales):
    return [("Whole", 0)] + [(f"Fading({scale:.1f})", scale) for scale in scales]


def expected(reference, protocol):
    data, _, _ = reference.load(HERE, 4 if protocol == "P1" else 0)
    split = reference.split_p1(data) if protocol == "P1" else reference.split_p2(data)
    held = split["test"] if protocol == "P1" else split["ev"]
    items = split["n_items"]
    models = {
        "popularity": (reference.Pop(), [("Whole", 0)]),
        "together (EDLAE)": (reference.Ease(lam=300.0, drop=0.33), whole_and_fading([3, 5, 10, 40])),
        "neighbours (cosine)": (reference.Knn(k=100, shrink=20), whole_and_fading([2, 5, 10, 40])),
    }
    if protocol == "P2":
        following = reference.Slist(lam=100.0, taup=3.0, tauf=2.0, win=15, fut=5)
        models["next item"] = (following, whole_and_fading([2, 3, 5, 8])[1:])
        for days in (1, 7, 30):
            models[f"live popularity {days} d"] = (reference.PopLive(days), [("Whole", 0)])
    found = {}
    for name, (model, memories) in models.items():
        model.fit(split["train"], items)
        for memory, scale in memories if protocol == "P2" else memories[:1]:
            model.tau = scale
            scores = model.score(held["ctx"], t=held.get("t"), all=data)
            live = "poplive" if name.startswith("live") else name
            scores = reference.mask(scores, live, split["ok"])
            values = reference.metrics(reference.ranks(scores, held["ctx"], held["tgt"]), protocol)
            found.setdefault(name, {})[memory] = {metric: float(each.mean()) for metric, each in values.items()}
    return found


def main():
    ratings()
    path = sys.argv[1]
    folder = HERE / "p1"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, path, "split", HERE, "--protocol", "P1", "--out", folder], check=True)
    (folder / "meta.json").unlink()
    spec = importlib.util.spec_from_file_location("reference", path)
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    figures = {protocol: expected(reference, protocol) for protocol in ("P1", "P2")}
    (HERE / "expected.json").write_text(json.dumps(figures, indent=1) + "\n")


main()
