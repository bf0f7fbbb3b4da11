r"""Times regular expressions: kinds of patterns by what is done with them.

    python re_cases.py                            times this interpreter
    python re_cases.py NEW OLD [ROUNDS [FILTER]]  compares two: they take turns at all cases, the best round counts

Times are processor time of the process for one evaluation; a ratio below 1 says that NEW is faster. FILTER is a regular
expression that is looked for in the line of a case, `TEXT OPERATION PATTERN`.
"""

import re
import time

import turns

WORDS = "The quick brown fox's 12 dogs jumped over lazy_cats, (foo) bar42; and x = y + 10.5 # it never \"ended\" abab".split()
ENTRY = '10.1.2.%d - - [29/Nov/2026:10:%02d:%02d +0000] "GET /static/page%d.html?id=%d HTTP/1.1" %d %d\n'
TEXTS = dict(
    word="hello_world42",
    mail="someone.else+tag@mail.example.org",
    miss="a" * 20 + "!",
    line=ENTRY % (7, 3, 9, 12, 345, 200, 5120),
    prose=" ".join(WORDS[i * i % 17 % len(WORDS)] + WORDS[i % len(WORDS)] * (i % 3) for i in range(1_000)),
    log="".join(ENTRY % (i % 256, i % 60, i * 7 % 60, i, i * i, 200 + i % 5, i * 37) for i in range(100)),
    wide=" ".join(["größere Straßen", "жизнь и судьба", "日本語 テキスト", "plain words", "😀 ok 42"][i % 5] for i in range(400)),
)
TEXTS |= {name + "_b": text.encode() for name, text in TEXTS.items()}

# A text, what is done with it, and the pattern.
CASES = r"""
word  match,fullmatch,search,compile,module       hello_world42
word  match,fullmatch,search,groups,module        (\w+?)_(?P<name>[a-z]+)(\d*)
word  search,findall,split,sub,subn               _
word  match,search,escape                         \d+
mail  match,fullmatch,compile,groupdict,expand    (?P<user>[\w.+-]+)@(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,})
miss  match                                       (?:a|aa)+?$
miss  match,search                                (?:a++)+b
miss  match,fullmatch                             (a*)(a*)(a*)b
line  match,compile,groups,span                   (\S+) (\S+) (\S+) \[([^]]+)\] "(\w+) ([^" ]+)[^"]*" (\d{3}) (\d+|-)
line  search,compile                              HTTP/(?:1\.[01]|2)
line  search,split                                [ \t]+
prose search,findall,finditer,split,sub,subn      dogs
prose search,findall,finditer,sub,subn            \(
prose findall,finditer,split,sub,template,call    \w+
prose findall,split,sub                           [^a-z]+
prose findall,sub,compile                         (?:fox|dogs|cats|bars|ended)
prose findall,sub,template                        (\w+)\s+(\w+)
prose findall,search                              \b(?:over|and|never)\b
prose findall                                     [a-z]+(?=,|;)
prose findall                                     (?<=\()\w+(?=\))
prose findall,search                              (?<!\w)x(?!\w)
prose findall                                     (\w)\1
prose findall                                     (\w+) (?:\w+ )*?\1
prose findall,sub,search                          (?i)THE|FOX|DOGS
prose findall,search                              (?i)Never
prose findall                                     (?i)[A-F]+\d
prose findall                                     ".*?"
prose findall                                     \w++\s*+
prose findall                                     (?>[a-z]+)\d
prose search                                      zebra
prose search                                      z
prose search                                      [QZ]
prose search                                      \w+zz
prose search                                      .*zebra
prose search                                      (?s).*zebra
prose findall                                     (?:ab){2,}
prose findall                                     \d+(?:\.\d+)?
prose scanner,compile                             (?P<n>\d+(?:\.\d*)?)|(?P<id>\w+)|(?P<s>"[^"]*")|(?P<op>[-+*/=#;,'()])|(?P<ws>\s+)
log   findall,finditer,sub                        (?m)^(\S+) .*"(\w+) (\S+)
log   findall,search                              (?m)^10\.1\.2\.99 .*$
log   findall,split                               (?m)$
log   findall,split                               \n
log   findall                                     \d+$
log   findall                                     (\d+)/(\w+)/(\d+)(?(3):|/)
log   template,escape                             (\d+)\.(\d+)\.(\d+)\.(\d+)
wide  findall,finditer,split,sub,call             \w+
wide  findall,search,sub                          Straßen
wide  findall,split                               \s+
wide  findall                                     [а-я]+
wide  findall                                     (?i)ЖИЗНЬ|GRÖSSERE
wide  findall,search                              .
wide  search                                      nowhere
wide  findall                                     (?a)\w+
wide  findall                                     [^\x00-\x7f]+
prose_b findall,sub,split                         \w+
prose_b search,findall                            dogs
log_b   findall,template                          (?m)^(\S+) .*" (\d+) (\d+)$
"""
OPERATIONS = dict(
    match="p.match(t)", fullmatch="p.fullmatch(t)", search="p.search(t)", module="re.search(source, t)",
    findall="p.findall(t)", finditer="for m in p.finditer(t): pass", split="p.split(t)",
    sub="p.sub(dash, t)", subn="p.subn(dash, t, 3)", template="p.sub(template, t)", call="p.sub(function, t)",
    scanner="s = p.scanner(t)\n  while m := s.match(): m.lastgroup",
    groups="m.group(); m.group(1); m.group(1, 2); m.groups()", span="m.span(); m.start(1); m.end(); m[2]; m.lastindex",
    groupdict="m.groupdict(); m['user']", expand="m.expand(template)",
    compile="re._compiler.compile(source, 0)", escape="re.escape(t)",
)  # fmt: skip
CASES = [
    f"{text} {operation} {pattern}"
    for text, operations, pattern in (line.split(None, 2) for line in CASES.strip().splitlines())
    for operation in operations.split(",")
]


def make_loop(case):
    """A function that does so many times what a case says, and tells the processor time of that."""
    text, operation, source = case.split(" ", 2)
    text = TEXTS[text]
    string = (lambda s: s) if isinstance(text, str) else str.encode
    pattern = re.compile(string(source))
    known = dict(
        p=pattern, t=text, m=pattern.search(text), source=string(source), re=re, dash=string("-"),
        template=string(r"<\g<0>\t\1>" if pattern.groups else r"<\g<0>>"), function=lambda m: m[0],
    )  # fmt: skip
    body = f"def run(n_times, {', '.join(known)}):\n start = clock()\n for _ in range(n_times):\n  {OPERATIONS[operation]}\n return clock() - start"
    space = {"clock": time.process_time}
    exec(body, space)
    return lambda n_times: space["run"](n_times, **known)


turns.main(__file__, CASES, make_loop, 0.01)
