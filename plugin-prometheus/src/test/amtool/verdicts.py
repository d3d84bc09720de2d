#!/usr/bin/env python3
"""Asks amtool which matchers match which values, and writes its verdicts as JSON lines.

    verdicts.py [AMTOOL] > src/test/resources/io/github/argusglue/plugin/prometheus/matchers-amtool.jsonl

Each line is {"matcher", "value", "amtool", "ours"}: the label 'a' has the value; the verdict is true, false or refused.
"ours" is what argus-glue is to say, and differs only where the classic parser of Alertmanager before 0.27 and the UTF-8
parser of later ones do: argus-glue has the grammar of the latter and refuses what that refuses.
"""
import json
import subprocess
import sys
import tempfile

AMTOOL = sys.argv[1] if len(sys.argv) > 1 else "amtool"

# A matcher, and values to try it on.
SAME = [
    ('a="x"', ["x", "xx", ""]),
    ("a=x", ["x", "y"]),
    ("a = x", ["x"]),
    ('a="x",', ["x"]),
    ('{a="x"}', ["x", "y"]),
    ('{a="x", b=""}', ["x"]),
    ('{a="x", b!=""}', ["x"]),
    ('a="x",b=""', ["x"]),
    ('a!="x"', ["x", "y", ""]),
    ('a=""', ["", "x"]),
    ('b=""', ["x"]),
    ('b!=""', ["x"]),
    ('b=~".*"', ["x"]),
    ('b!~".+"', ["x"]),
    ('a=~"x|y"', ["x", "y", "xy", ""]),
    ('a!~"x|y"', ["x", "xy"]),
    ("a=~x.*", ["x", "xyz", "ax"]),
    ('a=~"^x$"', ["x", "xx"]),
    ('a=~"."', ["x", "\n", "ø", "\U0001f642", ""]),
    ('a=~".*x"', ["x", "\nx"]),
    ('a=~"(?s).*x"', ["\nx"]),
    ('a=~"(?i)WEB"', ["web", "Web"]),
    ('a=~"[[:alpha:]]+"', ["abc", "ab1"]),
    ('a=~"\\\\d+"', ["12", "\\d"]),
    ('a=~"\\\\pL"', ["ø", "1"]),
    ('a=~"a\\\\.b"', ["a.b", "axb"]),
    ('a=~"(?P<n>x)"', ["x"]),
    ('a=~"x{2,3}"', ["x", "xx", "xxxx"]),
    ('a="x\\n"', ["x\n", "x\\n"]),
    ('a="x\\\\n"', ["x\\n", "x\n", "x\\\n"]),
    ('a="x\\\\\\n"', ["x\\\n", "x\\\\n"]),
    ('a="x\\\\\\\\n"', ["x\\\\n", "x\\n", "x\\\n"]),
    ('a="\\""', ['"', '\\"']),
    ('a="\\\\\\""', ['\\"', '"']),
    ('a="\\\\"', ["\\", ""]),
    ('a="x,y"', ["x,y"]),
    ('a="{x}"', ["{x}"]),
    ('a="x=~y"', ["x=~y"]),
    ('a="  x "', ["  x ", "x"]),
    ('a="Προμηθεύς"', ["Προμηθεύς"]),
    ('a="x"y', ["x"]),
    ('a="x', ["x"]),
    ('a=x"', ["x"]),
    ('a=~"["', ["x"]),
    ('a=~"x(?=y)"', ["x"]),
    ('a=~"(x)\\\\1"', ["xx"]),
    ('a=="x"', ["x"]),
    ('="x"', ["x"]),
    ("a", ["x"]),
    ('a="x" b="y"', ["x"]),
    ('a="x" and b="y"', ["x"]),
]
# What one parser takes and the other does not; what argus-glue says.
DIFFERENT = [
    ('{a="x"', "x", "refused"),  # a brace alone
    ('a="x"}', "x", "refused"),
    ("a=x y", "x y", "refused"),  # a bare value with a blank
    ('a="\\d"', "\\d", "refused"),  # an escape that Go's strings do not have
    ("a=x\\\\n", "x\\n", "refused"),  # a backslash in a bare value
    ("a=", "", "refused"),  # an empty bare value
    ('"a"="x"', "x", "true"),  # a name in quotes
    ('a="\\x78"', "x", "true"),  # an escape that only Go's strings have
    ('a="\\t"', "\t", "true"),
    ('a="\\u00f8"', "ø", "true"),
]


def quoted(value):
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def verdict(folder, matcher, value):
    config = {
        "route": {"receiver": "other", "routes": [{"receiver": "hit", "matchers": [matcher]}]},
        "receivers": [{"name": "other"}, {"name": "hit"}],
    }
    path = folder + "/alertmanager.yml"
    with open(path, "w", encoding="utf-8") as file:
        json.dump(config, file)  # YAML is a superset of it
    done = subprocess.run(
        [AMTOOL, "config", "routes", "test", "--config.file=" + path, "a=" + quoted(value)],
        capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return "refused"
    return {"hit": "true", "other": "false"}[done.stdout.strip()]


def line(**fields):
    print(json.dumps(fields, ensure_ascii=True))


def main():
    version = subprocess.run([AMTOOL, "--version"], capture_output=True, text=True, check=True).stdout.split()[2]
    line(version=version)
    with tempfile.TemporaryDirectory() as folder:
        for matcher, values in SAME:
            for value in values:
                said = verdict(folder, matcher, value)
                line(matcher=matcher, value=value, amtool=said, ours=said)
        for matcher, value, ours in DIFFERENT:
            line(matcher=matcher, value=value, amtool=verdict(folder, matcher, value), ours=ours)


main()
