"""Groups of loose patterns: compiled in linear time, with the findings of single patterns."""

from __future__ import annotations

import os

import pytest
from matching import matcher, named_spans, patterns, scanner

from git_secrets_py.engine.allow_rule.filter import AllowFilter
from git_secrets_py.engine.filters import pattern_groups
from git_secrets_py.engine.filters.pattern_groups import GroupedFilter
from git_secrets_py.engine.hyperscan import DatabaseCache, hyperscan_module
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.errors import PatternError
from git_secrets_py.rule_files.rule_file import RuleFile
from git_secrets_py.selection.named_files import NamedFile

pytestmark = pytest.mark.skipif(hyperscan_module() is None, reason="nothing is compiled")

LOOSE = tuple(b"[a-%c][a-n]{2,8}[0-9]{%d}[g-k]?" % (99 + at % 8, 1 + at // 8) for at in range(24))
ODD = (b"^[a-c]+-$", rb"(?:([ab])-\1)", b"(?i)[x-z]{2}\\.", rb"\<[p-s]{1,3}=", b"[k-m]{900}[0-9]")
TEXT = b"""
abc1g cdef22 \\nabc3 %3Dgabc4444 xabcde55555k _abc1 abc1_ bbb333-
cab-
a-a b-a XY. pqr= zzz...
gaaaaaaaaaaaaaaaaa1 abcdefghi1
"""


def make_small(monkeypatch):
    """Let few patterns be enough for several databases of several groups."""
    for name, value in (("FEW_LOOSE", 2), ("GROUP", 4), ("DATABASE", 12)):
        monkeypatch.setattr(pattern_groups, name, value)


small = pytest.fixture(make_small)


@pytest.mark.parametrize("word", [True, False])
def test_patterns_in_groups_find_what_they_find_alone(word, monkeypatch):
    every = (b"key-[a-z]", *LOOSE, b"abcd", *ODD)
    monkeypatch.setattr(pattern_groups, "FEW_LOOSE", 1_000)
    expected = named_spans(scanner(*every, word=word), TEXT)
    make_small(monkeypatch)
    assert named_spans(scanner(*every, word=word), TEXT) == expected
    assert len({source for *_, source in expected}) > 6


OWN = """[[rules]]
id = "%d"
pattern = '''%s'''
before = "none"
after = "none"
"""


@pytest.mark.parametrize("few", [0, 2])
@pytest.mark.parametrize(
    ("head", "rule"),
    [('format = "git-secrets-py/1"\n', OWN), ("", "[[rules]]\nid = \"%d\"\nregex = '''%s'''\n")],
)
def test_rules_of_files_are_grouped_and_find_what_they_find_alone(head, rule, few, monkeypatch):
    text = head + "".join(rule % (at, one.decode()) for at, one in enumerate(LOOSE))
    rules = RuleFile(NamedFile("rules.toml", text.encode())).patterns
    monkeypatch.setattr(pattern_groups, "FEW_LOOSE", 1_000)
    expected = named_spans(Scanner(Matcher(rules)), TEXT)
    make_small(monkeypatch)
    monkeypatch.setattr(pattern_groups, "FEW_ONCE", few)
    grouped = Matcher(rules)
    assert sum(isinstance(one, GroupedFilter) for one in grouped.filters().all) == 2
    assert named_spans(Scanner(grouped), TEXT) == expected
    assert len({source for *_, source in expected}) > 1


def test_a_database_has_a_bounded_number_of_patterns():
    many = [b"[a-%c]%02d[x-z]" % (99 + at // 100, at % 100) for at in range(600)]
    first, *others = matcher(*many).filters().all
    assert not isinstance(first, GroupedFilter)
    assert [sum(map(len, one.groups)) for one in others] == [256, 256, 80]
    assert {len(group) for one in others for group in one.groups} == {32, 16}


@pytest.mark.usefixtures("small")
def test_groups_are_loaded_from_the_one_file_that_stores_them(tmp_path):
    def find():
        every = patterns(b"key-[a-z]", *LOOSE, rb"(?:(b+)-\1)", *ODD)
        return named_spans(Scanner(Matcher(every, cache=DatabaseCache(str(tmp_path)))), TEXT)

    first = find()
    (path,) = tmp_path.glob("*.hs")
    written = os.stat(path)
    assert find() == first
    assert os.stat(path).st_ino == written.st_ino
    path.write_bytes(path.read_bytes()[:-8])
    assert find() == first
    assert path.stat().st_size == written.st_size


@pytest.mark.usefixtures("small")
def test_a_pattern_that_hyperscan_rejects_leaves_its_group(monkeypatch):
    compile = Matcher._expression

    def unusual(self, number):
        one = compile(self, number)
        if number == 5:
            one.filter = b"(?<!x)" + one.filter
        return one

    monkeypatch.setattr(Matcher, "_expression", unusual)
    found = named_spans(scanner(*LOOSE), b"-haab1-")
    assert LOOSE[5] in {source for *_, source in found}


@pytest.mark.usefixtures("small")
def test_allowed_patterns_are_grouped_as_well():
    filter = AllowFilter(patterns(*LOOSE))
    assert any(isinstance(one, GroupedFilter) for one in filter._filters)
    found = filter.may_match([b"nothing", b"a.txt:1:cdef22"])
    assert found is not None
    assert 0 not in found
    assert {8 + 1, 8 + 2} <= found[1]


def test_too_many_loose_patterns_are_refused_with_origin_and_pattern(monkeypatch):
    monkeypatch.setattr(pattern_groups, "MOST_LOOSE", 20)
    with pytest.raises(PatternError) as refused:
        matcher(b"key-[a-z]", *LOOSE)
    assert refused.value.source == LOOSE[20]
    assert str(refused.value).startswith(
        "invalid pattern (from git config ~/.gitconfig): it is one of more"
    )


def test_patterns_that_share_one_text_are_loose(monkeypatch):
    monkeypatch.setattr(pattern_groups, "MOST_SHARED", 10)
    _, grouped = matcher(*(b"key=[a-c][0-9]{%d}" % at for at in range(1, 12))).filters().all
    assert grouped.groups == [[8, 9, 10]]
