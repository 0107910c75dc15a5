"""A model of words: how much likelier each pair of characters is in words than in random text.

The table was computed by ``python -m tools.bigrams`` from the standard library of CPython 3.11.7,
and from random text in Base16, Base32, Base36, Base62 and Base64.
docs/detection.md compares the model with Shannon entropy.
"""

from __future__ import annotations

import re
from base64 import b85decode
from operator import getitem

# Letters, a digit, anything else.
SYMBOLS = b"abcdefghijklmnopqrstuvwxyz0_"
# An entry of the table is this many times a binary logarithm, above the middle.
SCALE, MIDDLE = 8, 64
_TABLE = b85decode(
    b"6Fx~t8!JZ}Mj1O)Pf-y|7FbYOKt44%IvE2eP%k?$N+T{GP)!|HIWkd45lcxoRvRo8OD!2XOBggMOe!c-Ljh4vHY;"
    b"5)CQ3h6NG~A`H3|<lMl2{mSS~gpStTA!DKAkg8AL}sN+%&9I1mj*LMlW>G&wpSEfFYJMN}|BH&;_oEj&6(IUWo^K"
    b"^rVDLqaheS_=wCDk@Vi6-zxrM-d?bGyxG$K_@ONT_Hh6OaTo;Hby)t0ZUFfLnk2y7$+D&S|lbfTOJl2Pys7BG%Zv"
    b"k0Yo%QKNT7ZF9-oTK0ioBKs`hZCJZG_Mp{lm7C}x?6gvex0X+d8ObR$DT_gz{Ll!tG92!$a7AZ$6QVJXjED9PyMJ"
    b"+TnUMf2;PYfGE8$C5OCpS$nI3q#<C=3ooOfW1$Sy>wwQVAYQAt_Kc0V6;}KqVOgJ{SfxSV1T?Tp$-0N&_Z6L@ZEI"
    b"0VG8_Jqr^7Fa`}ZP9#cGPeM>4MG-eOC_6|q8YfItJ~|u^CJhleIX_BFA~-!3G!Q#SN?1Wk0aQjtNI63?9Ud4kRv|"
    b"MtRV*SjM*${ICnZlx7g0P*J|-psMFABzD=926C>$9n5(Wl49zGl`G(15fXB#R81_mHDPA5P-S};HvP6swLK|N110"
    b"YywoIyEK|J^=<hJ{v(NUMVd?N)0qOD<wokB`Qc&L?SR6JO&6pPboSzS2Gn%QwA+KG$~3r4@^cvKq4(ALL?1AK1M$"
    b"|O+Y&iMgbX6NmMpW0a8p<CJ_oC1P}-xS}8LbV=W^gPyr1hFfBbN3oR`p8YCwe6%QgWRUtAsOf4NlSO^(8G)qh>A5"
    b"lm!9~?d<6Al(WJtj^qPCXwkN&yu(LL)Ly5HB`eDk&a0Kp!GOE;l+fKrJjFJOKznL`XAN1~yYsCNVr5EGHL7Ng6CH"
    b"WHJ{sR0IS)JTOQ#1Sl;nB@rJ4GA$x7FfK1BC@UQ%C?py)E-x!B0V6UnDHRw?6c0vhLOe-BLqj||Lm@9fKtDW1Btl"
    b"9<I5j&W8yiDy"
)
_ROWS = [_TABLE[first : first + len(SYMBOLS)] for first in range(0, len(_TABLE), len(SYMBOLS))]
# A word begins within an identifier, as in "accessKey".
_HUMP = re.compile(rb"(?<=[a-z])(?=[A-Z])")
_FOLDED = bytes(
    byte | 32 if 65 <= byte <= 90 else byte if 97 <= byte <= 122 else 48 if 48 <= byte <= 57 else 95
    for byte in range(256)
)
_NUMBERS = bytes(max(0, SYMBOLS.find(byte)) for byte in range(256))


def symbols(text: bytes) -> bytes:
    """Return the number in ``SYMBOLS`` of each character of ``text``, its words separated."""
    return _HUMP.sub(b"_", text).translate(_FOLDED).translate(_NUMBERS)


def word_likeness(text: bytes) -> float:
    """Return how much likelier ``text`` is words than random, in bits for each pair.

    That is above 0 for words, and below for random text: -2 on average in Base62.
    """
    numbers = symbols(text)
    following = numbers[1:]
    # Without a loop in Python: there may be very many secrets.
    total = sum(map(getitem, map(_ROWS.__getitem__, numbers), following))
    return (total - MIDDLE * len(following)) / SCALE / max(1, len(following))
