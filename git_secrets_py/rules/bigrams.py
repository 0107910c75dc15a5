"""A model of words: how much likelier each pair of characters is in words than in random text.

The table was computed from source code and documentation, and from random text in Base16, Base32,
Base36, Base62 and Base64; ``python -m tools.bigrams`` computes a table in the same way.
docs/detection.md compares the model with Shannon entropy.
"""

from __future__ import annotations

import re
from base64 import b85decode
from itertools import pairwise

# Letters, a digit, anything else.
SYMBOLS = b"abcdefghijklmnopqrstuvwxyz0_"
# An entry of the table is this many times a binary logarithm, above the middle.
SCALE, MIDDLE = 8, 64
_TABLE = b85decode(
    b"D?dg?FEB?XMJ72`Pf-|38dOkOKRPx!JT4|LN;Et)MlvTNPDv|KFEU6l5<)^RPazm9K_@UxNHI1rNGuyrLl#U)KPX"
    b"`_6-z@>LMs_8G!rN`Ml>-!UNS5-PBI%lGcido4n0CKLL?v>Fcc|6K`cW<H8?sWE>0^>L{Tt5I9F0nDLghvIw2rMM"
    b"l?4!M@AwXTMr~jE<02=4N62nOC2K@JOMFAJ|sCSStB($T^JEWG(|%w0Y*eRJ{%w!DJKv<R2Up4RUQ}?N)aY4Hz-U"
    b"b4M93eT@WD$C;|~WK0ZZ8Lp?$mA0I79L|08dA3aQ48#)&=6g&|qM+_z)P7@#$H4ZHsBP2mB9vWvUI1d;N5)TP3Mk"
    b"_=&Tq!IoO&KXTEjd6f6f;LWL?SgDEg2L^Ofn`yRY@@@Q6C~xBPmTR0Uts|LNyoyIv5W_Q9UO%RVpDER2nBeP$)@E"
    b"3m`!*I35xYD-#w)N+L*0Og>H?L?ALSCOBI!5F$)cJ~kK%DH9<$GdxCFAT~7@HzPMfR#ZDi0Z>FhLN+=hA{hoSQX?"
    b"@nR52zuM+-bjDKt(+7g0Y<Q6nG^JQg82EF2&!DG(kRE)oh=94#OsB{MrFWfB}14i*_ZP$)h-S~EW%PZ2aaK|D?{1"
    b"x83oJ2@o_LlhG{K^;CQRwyb$Ne@9sF*rd%FECD2Kp-p}Iv^fJOd&QbRV^P=Pz)G3G$u(m0!%_cJQyZ4L?0eRK3G3"
    b"KNj)|gK^Z1hM^Gt70ZmIzA}tgw4<8XLSs^hWU@9ybPY@p`L@Yx=1uHQ$C?Y5%AsaO~R46t$PbeutRvj-gCP+^$6H"
    b"!YnDi=Z=EDIbzKOjXXM==*FMF|}(K`|{)0VzmWAQ=!qH5WZbJux;fKr=5OHy0y9LrXSWBP~itDkV4-DkvFAPBASm"
    b"U@R&%OdlshJUmV;6D=<?Hz+6-Iy5;sJUl%;JUtB%Ckh!I9U2!P2OB9L7cC$x2MR}JK{-!9KR-q|KPD|YK1@4CAU;"
    b"PxH8e9S6B<x!"
)
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

    That is above 0 for words, and below for random text: -1 on average in Base62.
    """
    numbers = symbols(text)
    pairs = pairwise(numbers)
    total = sum(_TABLE[first * len(SYMBOLS) + second] - MIDDLE for first, second in pairs)
    return total / SCALE / max(1, len(numbers) - 1)
